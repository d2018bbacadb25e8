using Spark.Connect;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Resolve;

/// <summary><c>na.fill</c>, <c>na.drop</c> and <c>na.replace</c>.</summary>
internal sealed partial class RelationResolver
{
    private Scope ResolveFill(NAFill fill)
    {
        var input = Resolve(fill.Input);
        var values = fill.Values.Select(value => LiteralReader.Read(value, Session.Parser, Session.TimeZone)).ToList();
        var targets = fill.Cols.Count == 0 ? null : fill.Cols.Select(name => NamedColumn(input, name).Id).ToList();
        return Selected(
            input,
            [
                .. input.Columns.Select(column =>
                {
                    var at = targets is null ? 0 : targets.IndexOf(column.Attribute.Id);
                    if (at < 0)
                        return SelectItem.Of(column);
                    var value = values.Count == 1 ? values[0] : values[at];
                    return Fillable(column.Attribute.Type, value.Type)
                        ? new SelectItem(column.Attribute.Name, Filled(column.Attribute, value)) { Renamed = true }
                        : SelectItem.Of(column);
                }),
            ]
        );
    }

    private static bool Fillable(SparkType column, SparkType value) =>
        (column, value) switch
        {
            (NumericType, NumericType) => true,
            (StringType, StringType) => true,
            _ => column == SparkType.Boolean && value == SparkType.Boolean,
        };

    private Expr Filled(AttributeReference column, Literal value)
    {
        // NaN counts as missing in floating-point columns.
        Expr present = column.Type is FractionalType ? Session.Call("nanvl", [column, new Literal(null, column.Type)]) : column;
        return Session.Call("coalesce", [present, ImplicitTypeCasts.CastTo(value, column.Type, Mode)]);
    }

    private AttributeReference NamedColumn(Scope input, string name)
    {
        var found = input.Find(name, Session);
        if (found.Count == 1)
            return found[0].Attribute;
        return Over(input).ResolveName(ParseName(name)) as AttributeReference
            ?? throw SparkErrors.Unsupported($"the nested column {name} here", "Name a top-level column.");
    }

    private Scope ResolveDropNulls(NADrop drop)
    {
        var input = Resolve(drop.Input);
        var columns =
            drop.Cols.Count == 0
                ? input.Columns.Select(column => column.Attribute).ToList()
                : [.. drop.Cols.Select(name => NamedColumn(input, name))];
        Expr? count = null;
        foreach (var column in columns)
        {
            var present = Session.Call("isnotnull", [column]);
            if (column.Type is FractionalType)
                present = Session.Call("and", [present, Session.Call("not", [Session.Call("isnan", [column])])]);
            var one = Session.Call("if", [present, new Literal(1, SparkType.Integer), new Literal(0, SparkType.Integer)]);
            count = count is null ? one : Session.Call("+", [count, one]);
        }

        if (count is null)
            return input;
        var least = drop.HasMinNonNulls ? drop.MinNonNulls : columns.Count;
        return input.Over(new Plan.Filter(Session.Call(">=", [count, new Literal(least, SparkType.Integer)]), input.Plan));
    }

    private Scope ResolveReplace(NAReplace replace)
    {
        var input = Resolve(replace.Input);
        var targets =
            replace.Cols.Count == 0 || replace.Cols is ["*"]
                ? input.Columns.Select(column => column.Attribute.Id).ToHashSet()
                : replace.Cols.Select(name => NamedColumn(input, name).Id).ToHashSet();
        var pairs = replace
            .Replacements.Select(pair =>
                (
                    Old: LiteralReader.Read(pair.OldValue, Session.Parser, Session.TimeZone),
                    New: LiteralReader.Read(pair.NewValue, Session.Parser, Session.TimeZone)
                )
            )
            .ToList();
        return Selected(
            input,
            [
                .. input.Columns.Select(column =>
                {
                    var attribute = column.Attribute;
                    var kind = pairs.Select(pair => pair.Old.Type).FirstOrDefault(type => type != SparkType.Null) ?? pairs[0].New.Type;
                    if (!targets.Contains(attribute.Id) || !Fillable(attribute.Type, kind))
                        return SelectItem.Of(column);
                    var arguments = new List<Expr>();
                    foreach (var (old, value) in pairs)
                    {
                        arguments.Add(Session.Call("<=>", [attribute, ImplicitTypeCasts.CastTo(old, attribute.Type, Mode)]));
                        arguments.Add(ImplicitTypeCasts.CastTo(value, attribute.Type, Mode));
                    }

                    arguments.Add(attribute);
                    return new SelectItem(attribute.Name, Session.Call("when", arguments)) { Renamed = true };
                }),
            ]
        );
    }
}
