namespace Spark.Jobs.Datasets;

/// <summary>Which column, or Spark SQL expression, of a processed table plays which part of an order line.</summary>
/// <param name="Order">Identifies the order that the line belongs to.</param>
/// <param name="Day">The day of the order; the table's partition column.</param>
/// <param name="Area">Where it was sold: the name of a column, which the curated tables keep.</param>
/// <param name="Product">Identifies the product: the name of a column.</param>
/// <param name="ProductName">What people call the product.</param>
/// <param name="ProductGroup">The group that a product is ranked in: the name of a column.</param>
/// <param name="Customer">Identifies the customer; null for an unknown one.</param>
/// <param name="Quantity">Pieces, negative for a refund.</param>
/// <param name="Amount">Money, negative for a refund.</param>
/// <param name="Refund">Whether the line gives money back.</param>
public sealed record OrderLineColumns(
    string Order,
    string Day,
    string Area,
    string Product,
    string ProductName,
    string ProductGroup,
    string Customer,
    string Quantity,
    string Amount,
    string Refund
);
