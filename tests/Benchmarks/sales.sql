-- The sales pipeline as somebody would write it by hand for DuckDB: the same rules, the same five outputs, plain Parquet.
-- Variables: ${input} (a glob of CSV files), ${output} (a folder).
create temp table typed as
select *, cast(quantity * unit_price * (1 - discount) as decimal(18, 2)) as amount
from (
  select
    r.order_id, try_cast(r.order_date as date) as order_date, r.customer_id, r.product_id, r.category, r.region,
    try_cast(r.quantity as integer) as quantity, try_cast(r.unit_price as decimal(10, 2)) as unit_price,
    try_cast(coalesce(nullif(trim(r.discount), ''), '0') as decimal(4, 2)) as discount, try_cast(r.updated_at as timestamp) as updated_at,
    r as source
  from read_csv('${input}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', strict_mode = false, null_padding = true, ignore_errors = true, filename = true,
    columns = {
      'order_id': 'varchar', 'order_date': 'varchar', 'customer_id': 'varchar', 'product_id': 'varchar', 'category': 'varchar',
      'region': 'varchar', 'quantity': 'varchar', 'unit_price': 'varchar', 'discount': 'varchar', 'updated_at': 'varchar'}) r
);

create temp view judged as
select *,
  order_id is null or order_date is null or customer_id is null or product_id is null or category is null or region is null
  or quantity is null or unit_price is null or discount is null or updated_at is null
  or quantity = 0 or unit_price <= 0 or discount < 0 or discount >= 1 or region not in ('North', 'South', 'East', 'West', 'Central') as rejected
from typed;

copy (
  select source.*,
    list_filter([
      case when order_date is null then 'order_date' end, case when customer_id is null then 'customer_id' end,
      case when region is null then 'region' end, case when quantity is null then 'quantity' end,
      case when unit_price is null then 'unit_price' end, case when updated_at is null then 'updated_at' end,
      case when quantity = 0 then 'quantity = 0' end, case when unit_price <= 0 then 'unit_price <= 0' end,
      case when region not in ('North', 'South', 'East', 'West', 'Central') then 'region' end], lambda x: x is not null) as reasons
  from judged where rejected
) to '${output}/quarantine.parquet' (format parquet);

create temp table sales as
select * exclude (source, rejected) from judged where not rejected
qualify row_number() over (partition by order_id order by updated_at desc) = 1;

copy sales to '${output}/processed' (format parquet, partition_by (order_date));

copy (
  select order_date as day, region, count(distinct order_id) filter (quantity > 0) as orders, sum(quantity) filter (quantity > 0) as units,
    sum(amount) filter (quantity > 0) as gross, -sum(amount) filter (quantity < 0) as refunds, sum(amount) as net,
    count(distinct customer_id) as customers
  from sales group by all
) to '${output}/daily_sales.parquet' (format parquet);

copy (
  select *, units_returned / units as return_rate, row_number() over (partition by category order by revenue desc, product_id) as rank_in_group
  from (
    select category, product_id, sum(amount) as revenue, sum(quantity) filter (quantity > 0) as units,
      -sum(quantity) filter (quantity < 0) as units_returned
    from sales group by all)
) to '${output}/product_performance.parquet' (format parquet);

copy (
  select *, ntile(5) over (order by recency_days desc, customer_id) as r, ntile(5) over (order by frequency, customer_id) as f,
    ntile(5) over (order by monetary, customer_id) as m
  from (
    select customer_id, min(order_date) as first_day, max(order_date) as last_day,
      (select max(order_date) from sales) - max(order_date) as recency_days,
      count(distinct order_id) filter (quantity > 0) as frequency, sum(amount) as monetary
    from sales group by all)
) to '${output}/customer_insights.parquet' (format parquet);
