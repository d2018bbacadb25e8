using System.Text.RegularExpressions;
using Spark.Jobs.Quality;
using Spark.Jobs.Spelling;
using Spark.Yaml;

namespace Spark.Jobs.Datasets;

/// <summary>Reads data contracts, strictly: what is misspelt, missing or contradictory is an error with file, line and field.</summary>
public static partial class DataContractReader
{
    private static readonly YamlFileKind ContractFile = new(
        "a data contract is one YAML mapping",
        (place, problem) =>
            new DataContractException(
                $"{place.File}{(place.Line > 0 ? $":{place.Line}" : "")}: {(place.Field.Length > 0 ? $"{place.Field}: " : "")}{problem}."
            ),
        (field, known) =>
            "is no field of the Open Data Contract Standard here"
            + (NearestName.Of(field, known) is { } near ? $"; did you mean {near}?" : "")
    );

    /// <summary>The contract of a file.</summary>
    /// <exception cref="DataContractException">The contract cannot be used; the message says where and why.</exception>
    public static DataContract Read(string file)
    {
        var root = YamlFields.Load(file, ContractFile);
        root.Allow(
            "id",
            "status",
            "domain",
            "tenant",
            "tags",
            "servers",
            "team",
            "support",
            "price",
            "roles",
            "slaProperties",
            "slaDefaultElement",
            "authoritativeDefinitions",
            "dataProduct",
            "contractCreatedTs"
        );

        var apiVersion = root.Text("apiVersion");
        if (!apiVersion.StartsWith("v3.", StringComparison.Ordinal))
            throw root.Error("apiVersion", $"version 3 of the standard is read, not '{apiVersion}'");
        if (root.Text("kind") != "DataContract")
            throw root.Error("kind", "must be DataContract");

        var description = root.Mapping("description");
        var purpose = description.Text("purpose");
        description.Allow("usage", "limitations", "authoritativeDefinitions", "customProperties").Done();

        var schema = root.Mappings("schema");
        if (schema.Count != 1)
            throw root.Error("schema", "a pipeline's contract describes one object, its processed table");
        var table = schema[0];
        var name = table.Text("name");
        if (name != root.Text("name"))
            throw table.Error("name", $"must be the contract's name, '{root.Text("name")}'");
        if (!IdentifierPattern().IsMatch(name))
            throw table.Error("name", "must be a lower-case identifier, since it names tables and folders");
        table.Allow(
            "id",
            "physicalName",
            "logicalType",
            "physicalType",
            "description",
            "businessName",
            "tags",
            "dataGranularityDescription",
            "authoritativeDefinitions",
            "relationships"
        );

        var properties = table.Mappings("properties").Select(ReadProperty).ToList();
        if (properties.Count == 0)
            throw table.Error("properties", "is required");
        CheckProperties(table, properties);
        var columns = properties.Select(property => property.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (properties.All(property => property.PrimaryKeyPosition is null))
            columns.Add(DataContract.SourceHash);
        var quality = table.Mappings("quality").Select(q => ReadQuality(q, columns)).ToList();

        IReadOnlyList<string> newestBy = [];
        OrderLineColumns? orderLines = null;
        var rawFormat = RawFormat.Default;
        foreach (var custom in table.Mappings("customProperties"))
        {
            switch (custom.Text("property"))
            {
                case "newestBy":
                    newestBy = custom.Texts("value");
                    if (newestBy.FirstOrDefault(column => properties.All(p => p.Name != column)) is { } unknown)
                        throw custom.Error("value", $"'{unknown}' is no property of {name}");
                    break;
                case "orderLines":
                    orderLines = ReadOrderLines(custom, properties);
                    break;
                case "rawFiles":
                    rawFormat = ReadRawFormat(custom.Mapping("value") ?? throw custom.Error("value", "is required"));
                    break;
                case var other:
                    throw custom.Error("property", $"'{other}' is not known; newestBy, orderLines and rawFiles are");
            }

            custom.Allow("id", "description").Done();
        }

        if (properties.Any(p => p.PrimaryKeyPosition is not null) != newestBy.Count > 0)
            throw table.Error("customProperties", "newestBy and a primaryKey go together: the one says which version of the other stands");
        table.Done();
        var version = root.Text("version");
        root.Done();
        return new DataContract
        {
            Name = name,
            Version = version,
            Purpose = purpose,
            Properties = properties,
            Quality = quality,
            NewestBy = newestBy,
            OrderLines = orderLines,
            RawFormat = rawFormat,
        };
    }

    private static ContractProperty ReadProperty(YamlFields fields)
    {
        fields.Allow(
            "id",
            "description",
            "businessName",
            "unique",
            "classification",
            "examples",
            "tags",
            "transformDescription",
            "criticalDataElement",
            "authoritativeDefinitions",
            "logicalTypeOptions",
            "relationships"
        );
        var name = fields.Text("name");
        if (!IdentifierPattern().IsMatch(name))
            throw fields.Error("name", $"must be snake_case, not '{name}'");

        var physicalType = fields.Text("physicalType").Replace(" ", "", StringComparison.Ordinal);
        var logicalType = fields.Text("logicalType");
        var expected = LogicalTypeOf(physicalType);
        if (expected is null)
            throw fields.Error(
                "physicalType",
                $"'{physicalType}' is none of string, boolean, int, bigint, double, decimal(p,s), date, timestamp"
            );
        if (logicalType != expected)
            throw fields.Error("logicalType", $"must be {expected} for {physicalType}, not '{logicalType}'");

        var sources = fields.Texts("transformSourceObjects");
        var logic = fields.OptionalText("transformLogic");
        if (sources.Count > 1)
            throw fields.Error("transformSourceObjects", "a property comes from one raw column; derive it from others by transformLogic");
        if (sources.Count == 0 && logic is null)
            throw fields.Error("transformSourceObjects", "a property needs a raw column, or a transformLogic to derive it by");

        var key = fields.Flag("primaryKey");
        var position = fields.Number("primaryKeyPosition");
        if (key != position is not null)
            throw fields.Error("primaryKeyPosition", "goes with primaryKey: true");
        var partitioned = fields.Flag("partitioned");
        if (partitioned && physicalType != "date")
            throw fields.Error("partitioned", "the partition column must be a date");
        fields.Allow("partitionKeyPosition");

        var property = new ContractProperty
        {
            Name = name,
            PhysicalType = physicalType,
            Required = fields.Flag("required"),
            Source = sources.Count == 1 ? sources[0] : null,
            TransformLogic = logic,
            PrimaryKeyPosition = position,
            Partitioned = partitioned,
        };
        fields.Done();
        if ((key || partitioned) && !property.Required)
            throw fields.Error("required", "must be true for a primary key or a partition column");
        return property;
    }

    private static void CheckProperties(YamlFields table, List<ContractProperty> properties)
    {
        if (properties.GroupBy(p => p.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw table.Error("properties", $"'{twice.Key}' is there twice");
        if (properties.Count(p => p.Partitioned) != 1)
            throw table.Error("properties", "exactly one property must be partitioned: the day that batches and restatements go by");
        var lastSource = properties.FindLastIndex(p => p.Source is not null);
        var firstDerived = properties.FindIndex(p => p.Source is null);
        if (lastSource < 0)
            throw table.Error("properties", "no property comes from a raw column");
        if (firstDerived >= 0 && firstDerived < lastSource)
            throw table.Error(
                "properties",
                $"'{properties[firstDerived].Name}' is derived and must come after the properties of the raw columns"
            );
    }

    private static RuleSet ReadQuality(YamlFields fields, IReadOnlySet<string> columns)
    {
        fields.Allow(
            "id",
            "description",
            "dimension",
            "businessImpact",
            "method",
            "schedule",
            "scheduler",
            "tags",
            "authoritativeDefinitions",
            "unit"
        );
        var name = fields.Text("name");
        if (fields.Text("type") != "custom")
            throw fields.Error("type", "must be custom: rules are written for an engine");
        if (fields.Text("engine") != "dqdl")
            throw fields.Error("engine", "must be dqdl, the Data Quality Definition Language");
        var severity = fields.Text("severity") switch
        {
            "quarantine" => RuleSeverity.Quarantine,
            "error" => RuleSeverity.Error,
            "warning" => RuleSeverity.Warning,
            var other => throw fields.Error("severity", $"must be quarantine, error or warning, not '{other}'"),
        };
        IReadOnlyList<DqdlRule> rules;
        try
        {
            rules = DqdlParser.Parse(fields.Text("implementation"));
        }
        catch (DqdlException e)
        {
            throw new DataContractException($"{fields.File}:{fields.LineOf("implementation") + e.Line - 1}: quality '{name}': {e.Message}");
        }

        foreach (var rule in rules)
        {
            if (rule.Columns.FirstOrDefault(column => !columns.Contains(column)) is { } unknown)
                throw fields.Error("implementation", $"{rule.Text} judges '{unknown}', which is no property of the dataset");
        }

        if (severity == RuleSeverity.Quarantine && rules.FirstOrDefault(r => r.RowPredicate is null) is { } tableRule)
            throw fields.Error("implementation", $"{tableRule} judges a table, not a row: it cannot have the severity quarantine");
        fields.Done();
        return new RuleSet(name, severity, rules);
    }

    private static RawFormat ReadRawFormat(YamlFields value)
    {
        var encoding = value.OptionalText("encoding") ?? RawFormat.Default.Encoding;
        if (!RawFormat.Encodings.Contains(encoding.ToUpperInvariant()))
            throw value.Error("encoding", $"must be one of {string.Join(", ", RawFormat.Encodings)}, which Spark reads; not '{encoding}'");
        var delimiter = value.OptionalText("delimiter") ?? RawFormat.Default.Delimiter;
        if (delimiter.Length == 0 || delimiter.AsSpan().IndexOfAny("\"\r\n") >= 0)
            throw value.Error("delimiter", "must be one or more characters that are neither a quote nor a line end");
        var format = new RawFormat
        {
            Encoding = encoding.ToUpperInvariant(),
            Delimiter = delimiter,
            Header = value.OptionalText("header") is null || value.Flag("header"),
            MultiLine = value.Flag("multiLine"),
        };
        value.Done();
        return format;
    }

    private static OrderLineColumns ReadOrderLines(YamlFields custom, List<ContractProperty> properties)
    {
        var value = custom.Mapping("value");
        var lines = new OrderLineColumns(
            value.Text("order"),
            value.Text("day"),
            Column("area"),
            Column("product"),
            value.Text("productName"),
            Column("productGroup"),
            value.Text("customer"),
            value.Text("quantity"),
            value.Text("amount"),
            value.Text("refund")
        );
        if (properties.All(p => !p.Partitioned || p.Name != lines.Day))
            throw value.Error("day", "must be the partition column");
        value.Done();
        return lines;

        string Column(string field) =>
            properties.Any(p => p.Name == value.Text(field))
                ? value.Text(field)
                : throw value.Error(field, $"'{value.Text(field)}' is no property of the dataset");
    }

    private static string? LogicalTypeOf(string physicalType) =>
        physicalType switch
        {
            "string" => "string",
            "boolean" => "boolean",
            "int" or "bigint" => "integer",
            "double" => "number",
            "date" => "date",
            "timestamp" => "timestamp",
            _ when DecimalPattern().IsMatch(physicalType) => "number",
            _ => null,
        };

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex IdentifierPattern();

    [GeneratedRegex("^decimal\\([0-9]{1,2},[0-9]{1,2}\\)$")]
    private static partial Regex DecimalPattern();
}
