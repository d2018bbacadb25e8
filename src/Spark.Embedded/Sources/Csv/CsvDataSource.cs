using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources.Csv;

/// <summary>The data source <c>csv</c>.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-data-sources-csv.html</remarks>
internal sealed class CsvDataSource : DataSource
{
    public override string Name => "csv";

    public override IReadOnlyList<string> Aliases =>
        ["com.databricks.spark.csv", "org.apache.spark.sql.execution.datasources.csv.CSVFileFormat"];

    public override void Write(WriteRequest request) => new CsvFileWriter(request.Options, request.Context.TimeZone).Write(request);

    public override ITableSource Open(ReadRequest request)
    {
        var options = new CsvOptions(request.Options, request.Context.Config("spark.sql.columnNameOfCorruptRecord"));
        var zone = Zones.Find(request.Options.Text("timeZone", request.Context.TimeZone));
        var raw = new RawFiles(request.Options, request.Context, options.Charset);
        var listing = FileListing.Find(request.Paths, request.Options);
        var schema = request.Schema ?? CsvSchema.Infer(listing.Files, raw, options, zone, request.Context);
        if (schema.Fields.FirstOrDefault(field => IsCorrupt(field) && field.Type is not StringType) is { } wrong)
            throw SparkErrors.Analysis(
                "INVALID_CORRUPT_RECORD_TYPE",
                ("columnName", SparkErrors.Identifier(wrong.Name)),
                ("actualType", TypeText.Quoted(wrong.Type))
            );
        foreach (var field in schema.Fields)
            _ = CsvConverter.For(field, options, zone);

        // A file may lack any value, whatever the schema says.
        schema = new StructType([.. schema.Fields.Select(field => field with { Nullable = true })]);
        return new ScannedFileSource(
            request.Context,
            listing,
            request.Schema,
            schema,
            (files, data, required, constants) => new CsvScan(files, raw, data, required, constants, options, zone, request.Context.Names)
        );

        bool IsCorrupt(StructField field) => field.Name.Equals(options.CorruptColumn, StringComparison.OrdinalIgnoreCase);
    }
}
