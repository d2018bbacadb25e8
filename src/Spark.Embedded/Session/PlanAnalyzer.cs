using Google.Protobuf;
using Google.Protobuf.Reflection;
using Spark.Connect;
using Spark.Embedded.Delta;
using Spark.Embedded.Errors;
using Spark.Embedded.Parse.Statements;
using Spark.Embedded.Sources;
using Spark.Embedded.Types;

namespace Spark.Embedded.Session;

/// <summary>Answers questions about plans.</summary>
internal sealed class PlanAnalyzer(EmbeddedSession session)
{
    /// <summary>The version of Spark whose behaviour the engine has.</summary>
    public const string SparkVersion = "4.1.3";

    public AnalyzePlanResponse Analyze(AnalyzePlanRequest request)
    {
        var response = new AnalyzePlanResponse { SessionId = request.SessionId };
        switch (request.AnalyzeCase)
        {
            case AnalyzePlanRequest.AnalyzeOneofCase.SparkVersion:
                response.SparkVersion = new() { Version = SparkVersion };
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.Schema:
                response.Schema = new() { Schema_ = ProtocolTypes.ToProtocol(Schema(request.Schema.Plan.Root)) };
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.TreeString:
                response.TreeString = new() { TreeString_ = TypeText.Tree(Schema(request.TreeString.Plan.Root), request.TreeString.Level) };
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.Explain:
                response.Explain = new()
                {
                    ExplainString = With(statement =>
                        new PlanExplanation(statement).Of(request.Explain.Plan.Root, ModeOf(request.Explain.ExplainMode))
                    ),
                };
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.IsLocal:
                response.IsLocal = new()
                {
                    IsLocal_ =
                        request.IsLocal.Plan.Root.RelTypeCase
                            is Relation.RelTypeOneofCase.LocalRelation
                                or Relation.RelTypeOneofCase.CachedLocalRelation
                                or Relation.RelTypeOneofCase.ChunkedCachedLocalRelation
                                or Relation.RelTypeOneofCase.ShowString
                                or Relation.RelTypeOneofCase.HtmlString
                                or Relation.RelTypeOneofCase.Catalog,
                };
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.IsStreaming:
                response.IsStreaming = new()
                {
                    IsStreaming_ = Descendants(request.IsStreaming.Plan.Root).Any(message => message is Read { IsStreaming: true }),
                };
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.InputFiles:
                response.InputFiles = new();
                response.InputFiles.Files.AddRange(InputFiles(request.InputFiles.Plan.Root));
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.DdlParse:
                response.DdlParse = new() { Parsed = SchemaOf(request.DdlParse.DdlString) };
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.JsonToDdl:
                var type = TypeJson.Read(
                    request.JsonToDdl.JsonString,
                    name => ProtocolTypes.FromProtocol(session.Parser.ParseDataType(name))
                );
                response.JsonToDdl = new() { DdlString = type is StructType columns ? TypeText.Ddl(columns) : TypeText.Sql(type) };
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.SameSemantics:
                response.SameSemantics = new()
                {
                    Result = With(statement =>
                        new PlanExplanation(statement).Canonical(request.SameSemantics.TargetPlan.Root)
                        == new PlanExplanation(statement).Canonical(request.SameSemantics.OtherPlan.Root)
                    ),
                };
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.SemanticHash:
                response.SemanticHash = new()
                {
                    Result = With(statement => Hash(new PlanExplanation(statement).Canonical(request.SemanticHash.Plan.Root))),
                };
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.Persist:
                session.Kept.Persist(request.Persist.Relation, request.Persist.StorageLevel ?? CatalogOperations.DefaultLevel);
                response.Persist = new();
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.Unpersist:
                session.Kept.Unpersist(request.Unpersist.Relation);
                response.Unpersist = new();
                break;
            case AnalyzePlanRequest.AnalyzeOneofCase.GetStorageLevel:
                response.GetStorageLevel = new() { StorageLevel = session.Kept.LevelOf(request.GetStorageLevel.Relation) };
                break;
            default:
                throw SparkErrors.Unsupported($"the question {request.AnalyzeCase} about a plan");
        }

        return response;
    }

    /// <summary>The messages of a plan, from the root down.</summary>
    internal static IEnumerable<IMessage> Descendants(IMessage message)
    {
        yield return message;
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (
                field.FieldType != FieldType.Message
                || field.IsMap
                || (field.ContainingOneof is { } choice && choice.Accessor.GetCaseFieldDescriptor(message) != field)
            )
                continue;
            var children = field.IsRepeated
                ? ((System.Collections.IEnumerable)field.Accessor.GetValue(message)).Cast<IMessage>()
                : [(IMessage)field.Accessor.GetValue(message)];
            foreach (var child in children)
            {
                if (child is null)
                    continue;
                foreach (var found in Descendants(child))
                    yield return found;
            }
        }
    }

    private StructType Schema(Relation relation) =>
        relation.RelTypeCase switch
        {
            Relation.RelTypeOneofCase.ShowString => RelationRunner.ShowColumn,
            Relation.RelTypeOneofCase.HtmlString => RelationRunner.HtmlColumn,
            _ => With(statement => statement.Schema(relation)),
        };

    private IEnumerable<string> InputFiles(Relation relation) =>
        With(statement =>
        {
            statement.Compile(relation);
            return statement
                .Catalog.Opened.SelectMany(source =>
                    source switch
                    {
                        FileTableSource files => files.Files.Select(file => file.Uri),
                        DeltaTableSource { ScannedFiles: { } files } => files.Select(file => file.Path),
                        _ => [],
                    }
                )
                .Distinct()
                .ToList();
        });

    private DataType SchemaOf(string ddl)
    {
        var type = session.Parser.ParseDataType(ddl);
        return type;
    }

    private T With<T>(Func<RunningStatement, T> question)
    {
        using var statement = session.NewStatement();
        return EmbeddedExecutor.Guard(() => question(statement));
    }

    private static ExplainMode ModeOf(AnalyzePlanRequest.Types.Explain.Types.ExplainMode mode) =>
        mode == AnalyzePlanRequest.Types.Explain.Types.ExplainMode.Unspecified
            ? ExplainMode.Simple
            : Enum.Parse<ExplainMode>(mode.ToString());

    private static int Hash(string text)
    {
        var hash = 17;
        foreach (var character in text)
            hash = unchecked(hash * 31 + character);
        return hash;
    }
}
