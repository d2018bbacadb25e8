namespace Microsoft.Spark.Sql;

/// <content>Date and timestamp functions.</content>
public static partial class Functions
{
    /// <summary>The whole units from one timestamp to another.</summary>
    /// <param name="unit"><c>YEAR</c> to <c>MICROSECOND</c>.</param>
    public static Column TimestampDiff(string unit, Column start, Column end) => Invoke("timestampdiff", Lit(unit), start, end);

    /// <summary>The timestamp that many units later.</summary>
    /// <param name="unit"><c>YEAR</c> to <c>MICROSECOND</c>.</param>
    public static Column TimestampAdd(string unit, Column quantity, Column timestamp) =>
        Invoke("timestampadd", Lit(unit), quantity, timestamp);

    /// <summary>The date that many months later.</summary>
    public static Column AddMonths(Column startDate, int numMonths) => Invoke("add_months", startDate, Lit(numMonths));

    /// <summary>The date that many months later.</summary>
    public static Column AddMonths(Column startDate, Column numMonths) => Invoke("add_months", startDate, numMonths);

    /// <summary>The wall clock of the session's zone in another zone.</summary>
    public static Column ConvertTimezone(Column targetTz, Column sourceTs) => Invoke("convert_timezone", targetTz, sourceTs);

    /// <summary>The wall clock of one zone in another.</summary>
    public static Column ConvertTimezone(Column sourceTz, Column targetTz, Column sourceTs) =>
        Invoke("convert_timezone", sourceTz, targetTz, sourceTs);

    /// <summary>The date when the query began.</summary>
    public static Column CurDate() => Invoke("curdate");

    /// <summary>The date when the query began.</summary>
    public static Column CurrentDate() => Invoke("current_date");

    /// <summary>The time of day when the query began.</summary>
    public static Column CurrentTime() => Invoke("current_time");

    /// <summary>The time of day when the query began.</summary>
    public static Column CurrentTime(int precision) => Invoke("current_time", Lit(precision));

    /// <summary>The instant when the query began.</summary>
    public static Column CurrentTimestamp() => Invoke("current_timestamp");

    /// <summary>The session's time zone.</summary>
    public static Column CurrentTimezone() => Invoke("current_timezone");

    /// <summary>The date that many days later.</summary>
    public static Column DateAdd(Column start, int days) => Invoke("date_add", start, Lit(days));

    /// <summary>The date that many days later.</summary>
    public static Column DateAdd(Column start, Column days) => Invoke("date_add", start, days);

    /// <summary>The days from the start to the end.</summary>
    public static Column DateDiff(Column end, Column start) => Invoke("datediff", end, start);

    /// <summary>The date or timestamp as text, in a pattern of https://spark.apache.org/docs/latest/sql-ref-datetime-pattern.html.</summary>
    public static Column DateFormat(Column dateExpr, string format) => Invoke("date_format", dateExpr, Lit(format));

    /// <summary>The date that many days after 1970-01-01.</summary>
    public static Column DateFromUnixDate(Column days) => Invoke("date_from_unix_date", days);

    /// <summary>A part of a date, timestamp or interval.</summary>
    public static Column DatePart(Column field, Column source) => Invoke("date_part", field, source);

    /// <summary>The date that many days earlier.</summary>
    public static Column DateSub(Column start, int days) => Invoke("date_sub", start, Lit(days));

    /// <summary>The date that many days earlier.</summary>
    public static Column DateSub(Column start, Column days) => Invoke("date_sub", start, days);

    /// <summary>The day of the month.</summary>
    public static Column Day(Column column) => Invoke("day", column);

    /// <summary>The day of the month.</summary>
    public static Column Day(string columnName) => Invoke("day", Col(columnName));

    /// <summary>The day of the week as three letters.</summary>
    public static Column DayName(Column column) => Invoke("dayname", column);

    /// <summary>The day of the week as three letters.</summary>
    public static Column DayName(string columnName) => Invoke("dayname", Col(columnName));

    /// <summary>The day of the month.</summary>
    public static Column DayOfMonth(Column column) => Invoke("dayofmonth", column);

    /// <summary>The day of the month.</summary>
    public static Column DayOfMonth(string columnName) => Invoke("dayofmonth", Col(columnName));

    /// <summary>The day of the week: 1 for Sunday to 7 for Saturday.</summary>
    public static Column DayOfWeek(Column column) => Invoke("dayofweek", column);

    /// <summary>The day of the week: 1 for Sunday to 7 for Saturday.</summary>
    public static Column DayOfWeek(string columnName) => Invoke("dayofweek", Col(columnName));

    /// <summary>The day of the year.</summary>
    public static Column DayOfYear(Column column) => Invoke("dayofyear", column);

    /// <summary>The day of the year.</summary>
    public static Column DayOfYear(string columnName) => Invoke("dayofyear", Col(columnName));

    /// <summary>A part of a date, timestamp or interval.</summary>
    public static Column Extract(Column field, Column source) => Invoke("extract", field, source);

    /// <summary>Seconds since 1970-01-01 UTC as text in the session's zone, as <c>yyyy-MM-dd HH:mm:ss</c> or as given.</summary>
    public static Column FromUnixTime(Column column) => Invoke("from_unixtime", column);

    /// <summary>Seconds since 1970-01-01 UTC as text in the session's zone, as <c>yyyy-MM-dd HH:mm:ss</c> or as given.</summary>
    public static Column FromUnixTime(Column column, string format) => Invoke("from_unixtime", column, Lit(format));

    /// <summary>The wall clock of UTC in another zone.</summary>
    public static Column FromUtcTimestamp(Column column, string tz) => Invoke("from_utc_timestamp", column, Lit(tz));

    /// <summary>The wall clock of UTC in another zone.</summary>
    public static Column FromUtcTimestamp(Column column, Column tz) => Invoke("from_utc_timestamp", column, tz);

    /// <summary>The hour, 0 to 23.</summary>
    public static Column Hour(Column column) => Invoke("hour", column);

    /// <summary>The hour, 0 to 23.</summary>
    public static Column Hour(string columnName) => Invoke("hour", Col(columnName));

    /// <summary>The last day of the month.</summary>
    public static Column LastDay(Column column) => Invoke("last_day", column);

    /// <summary>The last day of the month.</summary>
    public static Column LastDay(string columnName) => Invoke("last_day", Col(columnName));

    /// <summary>The wall clock of the session's zone when the query began.</summary>
    public static Column LocalTimestamp() => Invoke("localtimestamp");

    /// <summary>The date of a year, month and day.</summary>
    public static Column MakeDate(Column year, Column month, Column day) => Invoke("make_date", year, month, day);

    /// <summary>An interval of days and times.</summary>
    public static Column MakeDtInterval() => Invoke("make_dt_interval");

    /// <summary>An interval of days and times.</summary>
    public static Column MakeDtInterval(Column days) => Invoke("make_dt_interval", days);

    /// <summary>An interval of days and times.</summary>
    public static Column MakeDtInterval(Column days, Column hours) => Invoke("make_dt_interval", days, hours);

    /// <summary>An interval of days and times.</summary>
    public static Column MakeDtInterval(Column days, Column hours, Column mins) => Invoke("make_dt_interval", days, hours, mins);

    /// <summary>An interval of days and times.</summary>
    public static Column MakeDtInterval(Column days, Column hours, Column mins, Column secs) =>
        Invoke("make_dt_interval", days, hours, mins, secs);

    /// <summary>An interval of all units.</summary>
    public static Column MakeInterval() => Invoke("make_interval");

    /// <summary>An interval of all units.</summary>
    public static Column MakeInterval(Column years) => Invoke("make_interval", years);

    /// <summary>An interval of all units.</summary>
    public static Column MakeInterval(Column years, Column months) => Invoke("make_interval", years, months);

    /// <summary>An interval of all units.</summary>
    public static Column MakeInterval(Column years, Column months, Column weeks) => Invoke("make_interval", years, months, weeks);

    /// <summary>An interval of all units.</summary>
    public static Column MakeInterval(Column years, Column months, Column weeks, Column days) =>
        Invoke("make_interval", years, months, weeks, days);

    /// <summary>An interval of all units.</summary>
    public static Column MakeInterval(Column years, Column months, Column weeks, Column days, Column hours) =>
        Invoke("make_interval", years, months, weeks, days, hours);

    /// <summary>An interval of all units.</summary>
    public static Column MakeInterval(Column years, Column months, Column weeks, Column days, Column hours, Column mins) =>
        Invoke("make_interval", years, months, weeks, days, hours, mins);

    /// <summary>An interval of all units.</summary>
    public static Column MakeInterval(Column years, Column months, Column weeks, Column days, Column hours, Column mins, Column secs) =>
        Invoke("make_interval", years, months, weeks, days, hours, mins, secs);

    /// <summary>The time of day.</summary>
    public static Column MakeTime(Column hour, Column minute, Column second) => Invoke("make_time", hour, minute, second);

    /// <summary>The timestamp of its parts.</summary>
    public static Column MakeTimestamp(Column years, Column months, Column days, Column hours, Column mins, Column secs) =>
        Invoke("make_timestamp", years, months, days, hours, mins, secs);

    /// <summary>The timestamp of its parts.</summary>
    public static Column MakeTimestamp(Column years, Column months, Column days, Column hours, Column mins, Column secs, Column timezone) =>
        Invoke("make_timestamp", years, months, days, hours, mins, secs, timezone);

    /// <summary>The instant of its parts.</summary>
    public static Column MakeTimestampLtz(Column years, Column months, Column days, Column hours, Column mins, Column secs) =>
        Invoke("make_timestamp_ltz", years, months, days, hours, mins, secs);

    /// <summary>The instant of its parts.</summary>
    public static Column MakeTimestampLtz(
        Column years,
        Column months,
        Column days,
        Column hours,
        Column mins,
        Column secs,
        Column timezone
    ) => Invoke("make_timestamp_ltz", years, months, days, hours, mins, secs, timezone);

    /// <summary>The timestamp without zone of its parts.</summary>
    public static Column MakeTimestampNtz(Column years, Column months, Column days, Column hours, Column mins, Column secs) =>
        Invoke("make_timestamp_ntz", years, months, days, hours, mins, secs);

    /// <summary>An interval of years and months.</summary>
    public static Column MakeYmInterval() => Invoke("make_ym_interval");

    /// <summary>An interval of years and months.</summary>
    public static Column MakeYmInterval(Column years) => Invoke("make_ym_interval", years);

    /// <summary>An interval of years and months.</summary>
    public static Column MakeYmInterval(Column years, Column months) => Invoke("make_ym_interval", years, months);

    /// <summary>The minute, 0 to 59.</summary>
    public static Column Minute(Column column) => Invoke("minute", column);

    /// <summary>The minute, 0 to 59.</summary>
    public static Column Minute(string columnName) => Invoke("minute", Col(columnName));

    /// <summary>The month, 1 to 12.</summary>
    public static Column Month(Column column) => Invoke("month", column);

    /// <summary>The month, 1 to 12.</summary>
    public static Column Month(string columnName) => Invoke("month", Col(columnName));

    /// <summary>The month as three letters.</summary>
    public static Column MonthName(Column column) => Invoke("monthname", column);

    /// <summary>The month as three letters.</summary>
    public static Column MonthName(string columnName) => Invoke("monthname", Col(columnName));

    /// <summary>The months from the start to the end, with a fraction of 31 days; rounded to 8 digits unless told otherwise.</summary>
    public static Column MonthsBetween(Column end, Column start) => Invoke("months_between", end, start);

    /// <summary>The months from the start to the end, with a fraction of 31 days; rounded to 8 digits unless told otherwise.</summary>
    public static Column MonthsBetween(Column end, Column start, bool roundOff) => Invoke("months_between", end, start, Lit(roundOff));

    /// <summary>The first such day of the week after the date.</summary>
    public static Column NextDay(Column date, string dayOfWeek) => Invoke("next_day", date, Lit(dayOfWeek));

    /// <summary>The first such day of the week after the date.</summary>
    public static Column NextDay(Column date, Column dayOfWeek) => Invoke("next_day", date, dayOfWeek);

    /// <summary>The instant when the query began.</summary>
    public static Column Now() => Invoke("now");

    /// <summary>The quarter, 1 to 4.</summary>
    public static Column Quarter(Column column) => Invoke("quarter", column);

    /// <summary>The quarter, 1 to 4.</summary>
    public static Column Quarter(string columnName) => Invoke("quarter", Col(columnName));

    /// <summary>The second, 0 to 59.</summary>
    public static Column Second(Column column) => Invoke("second", column);

    /// <summary>The second, 0 to 59.</summary>
    public static Column Second(string columnName) => Invoke("second", Col(columnName));

    /// <summary>The whole units from one time of day to another.</summary>
    public static Column TimeDiff(Column unit, Column start, Column end) => Invoke("time_diff", unit, start, end);

    /// <summary>The time of day cut down to a unit.</summary>
    public static Column TimeTrunc(Column unit, Column time) => Invoke("time_trunc", unit, time);

    /// <summary>The instant that many microseconds after 1970-01-01 UTC.</summary>
    public static Column TimestampMicros(Column column) => Invoke("timestamp_micros", column);

    /// <summary>The instant that many milliseconds after 1970-01-01 UTC.</summary>
    public static Column TimestampMillis(Column column) => Invoke("timestamp_millis", column);

    /// <summary>The instant that many seconds after 1970-01-01 UTC.</summary>
    public static Column TimestampSeconds(Column column) => Invoke("timestamp_seconds", column);

    /// <summary>Text as a date.</summary>
    public static Column ToDate(Column column) => Invoke("to_date", column);

    /// <summary>Text as a date.</summary>
    public static Column ToDate(Column column, string format) => Invoke("to_date", column, Lit(format));

    /// <summary>Text as a time of day.</summary>
    public static Column ToTime(Column column) => Invoke("to_time", column);

    /// <summary>Text as a time of day.</summary>
    public static Column ToTime(Column column, Column format) => Invoke("to_time", column, format);

    /// <summary>Text as a timestamp.</summary>
    public static Column ToTimestamp(Column column) => Invoke("to_timestamp", column);

    /// <summary>Text as a timestamp.</summary>
    public static Column ToTimestamp(Column column, string format) => Invoke("to_timestamp", column, Lit(format));

    /// <summary>Text as an instant.</summary>
    public static Column ToTimestampLtz(Column column) => Invoke("to_timestamp_ltz", column);

    /// <summary>Text as an instant.</summary>
    public static Column ToTimestampLtz(Column column, Column format) => Invoke("to_timestamp_ltz", column, format);

    /// <summary>Text as a timestamp without zone.</summary>
    public static Column ToTimestampNtz(Column column) => Invoke("to_timestamp_ntz", column);

    /// <summary>Text as a timestamp without zone.</summary>
    public static Column ToTimestampNtz(Column column, Column format) => Invoke("to_timestamp_ntz", column, format);

    /// <summary>Text as seconds since 1970-01-01 UTC.</summary>
    public static Column ToUnixTimestamp(Column column) => Invoke("to_unix_timestamp", column);

    /// <summary>Text as seconds since 1970-01-01 UTC.</summary>
    public static Column ToUnixTimestamp(Column column, Column format) => Invoke("to_unix_timestamp", column, format);

    /// <summary>The wall clock of a zone in UTC.</summary>
    public static Column ToUtcTimestamp(Column column, string tz) => Invoke("to_utc_timestamp", column, Lit(tz));

    /// <summary>The wall clock of a zone in UTC.</summary>
    public static Column ToUtcTimestamp(Column column, Column tz) => Invoke("to_utc_timestamp", column, tz);

    /// <summary>The date cut down to <c>year</c>, <c>quarter</c>, <c>month</c> or <c>week</c>.</summary>
    public static Column Trunc(Column column, string format) => Invoke("trunc", column, Lit(format));

    /// <summary>The timestamp cut down to a unit from <c>year</c> to <c>microsecond</c>.</summary>
    public static Column DateTrunc(string format, Column column) => Invoke("date_trunc", Lit(format), column);

    /// <summary>An interval of all units; null when it overflows.</summary>
    public static Column TryMakeInterval() => Invoke("try_make_interval");

    /// <summary>An interval of all units; null when it overflows.</summary>
    public static Column TryMakeInterval(Column years) => Invoke("try_make_interval", years);

    /// <summary>An interval of all units; null when it overflows.</summary>
    public static Column TryMakeInterval(Column years, Column months) => Invoke("try_make_interval", years, months);

    /// <summary>An interval of all units; null when it overflows.</summary>
    public static Column TryMakeInterval(Column years, Column months, Column weeks) => Invoke("try_make_interval", years, months, weeks);

    /// <summary>An interval of all units; null when it overflows.</summary>
    public static Column TryMakeInterval(Column years, Column months, Column weeks, Column days) =>
        Invoke("try_make_interval", years, months, weeks, days);

    /// <summary>An interval of all units; null when it overflows.</summary>
    public static Column TryMakeInterval(Column years, Column months, Column weeks, Column days, Column hours) =>
        Invoke("try_make_interval", years, months, weeks, days, hours);

    /// <summary>An interval of all units; null when it overflows.</summary>
    public static Column TryMakeInterval(Column years, Column months, Column weeks, Column days, Column hours, Column mins) =>
        Invoke("try_make_interval", years, months, weeks, days, hours, mins);

    /// <summary>An interval of all units; null when it overflows.</summary>
    public static Column TryMakeInterval(Column years, Column months, Column weeks, Column days, Column hours, Column mins, Column secs) =>
        Invoke("try_make_interval", years, months, weeks, days, hours, mins, secs);

    /// <summary>The timestamp of its parts; null where there is none.</summary>
    public static Column TryMakeTimestamp(Column years, Column months, Column days, Column hours, Column mins, Column secs) =>
        Invoke("try_make_timestamp", years, months, days, hours, mins, secs);

    /// <summary>The timestamp of its parts; null where there is none.</summary>
    public static Column TryMakeTimestamp(
        Column years,
        Column months,
        Column days,
        Column hours,
        Column mins,
        Column secs,
        Column timezone
    ) => Invoke("try_make_timestamp", years, months, days, hours, mins, secs, timezone);

    /// <summary>The instant of its parts; null where there is none.</summary>
    public static Column TryMakeTimestampLtz(Column years, Column months, Column days, Column hours, Column mins, Column secs) =>
        Invoke("try_make_timestamp_ltz", years, months, days, hours, mins, secs);

    /// <summary>The instant of its parts; null where there is none.</summary>
    public static Column TryMakeTimestampLtz(
        Column years,
        Column months,
        Column days,
        Column hours,
        Column mins,
        Column secs,
        Column timezone
    ) => Invoke("try_make_timestamp_ltz", years, months, days, hours, mins, secs, timezone);

    /// <summary>The timestamp without zone of its parts; null where there is none.</summary>
    public static Column TryMakeTimestampNtz(Column years, Column months, Column days, Column hours, Column mins, Column secs) =>
        Invoke("try_make_timestamp_ntz", years, months, days, hours, mins, secs);

    /// <summary>Text as a date; null where it is none.</summary>
    public static Column TryToDate(Column column) => Invoke("try_to_date", column);

    /// <summary>Text as a date; null where it is none.</summary>
    public static Column TryToDate(Column column, string format) => Invoke("try_to_date", column, Lit(format));

    /// <summary>Text as a time of day; null where it is none.</summary>
    public static Column TryToTime(Column column) => Invoke("try_to_time", column);

    /// <summary>Text as a time of day; null where it is none.</summary>
    public static Column TryToTime(Column column, Column format) => Invoke("try_to_time", column, format);

    /// <summary>Text as a timestamp; null where it is none.</summary>
    public static Column TryToTimestamp(Column column) => Invoke("try_to_timestamp", column);

    /// <summary>Text as a timestamp; null where it is none.</summary>
    public static Column TryToTimestamp(Column column, Column format) => Invoke("try_to_timestamp", column, format);

    /// <summary>Days since 1970-01-01.</summary>
    public static Column UnixDate(Column column) => Invoke("unix_date", column);

    /// <summary>Microseconds since 1970-01-01 UTC.</summary>
    public static Column UnixMicros(Column column) => Invoke("unix_micros", column);

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    public static Column UnixMillis(Column column) => Invoke("unix_millis", column);

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public static Column UnixSeconds(Column column) => Invoke("unix_seconds", column);

    /// <summary>Seconds since 1970-01-01 UTC when the query began.</summary>
    public static Column UnixTimestamp() => Invoke("unix_timestamp");

    /// <summary>Text, as <c>yyyy-MM-dd HH:mm:ss</c> or as given, as seconds since 1970-01-01 UTC.</summary>
    public static Column UnixTimestamp(Column column) => Invoke("unix_timestamp", column);

    /// <summary>Text, as <c>yyyy-MM-dd HH:mm:ss</c> or as given, as seconds since 1970-01-01 UTC.</summary>
    public static Column UnixTimestamp(Column column, string format) => Invoke("unix_timestamp", column, Lit(format));

    /// <summary>The day of the week: 0 for Monday to 6 for Sunday.</summary>
    public static Column WeekDay(Column column) => Invoke("weekday", column);

    /// <summary>The day of the week: 0 for Monday to 6 for Sunday.</summary>
    public static Column WeekDay(string columnName) => Invoke("weekday", Col(columnName));

    /// <summary>The ISO week of the year.</summary>
    public static Column WeekOfYear(Column column) => Invoke("weekofyear", column);

    /// <summary>The ISO week of the year.</summary>
    public static Column WeekOfYear(string columnName) => Invoke("weekofyear", Col(columnName));

    /// <summary>The windows of time that the timestamp lies in, a struct of <c>start</c> and <c>end</c>.</summary>
    public static Column Window(Column column, string windowDuration) => Invoke("window", column, Lit(windowDuration));

    /// <summary>The windows of time that the timestamp lies in, a struct of <c>start</c> and <c>end</c>.</summary>
    public static Column Window(Column column, string windowDuration, string slideDuration) =>
        Invoke("window", column, Lit(windowDuration), Lit(slideDuration));

    /// <summary>The windows of time that the timestamp lies in, a struct of <c>start</c> and <c>end</c>.</summary>
    public static Column Window(Column column, string windowDuration, string slideDuration, string startTime) =>
        Invoke("window", column, Lit(windowDuration), Lit(slideDuration), Lit(startTime));

    /// <summary>The instant that stands for a window of time.</summary>
    public static Column WindowTime(Column windowColumn) => Invoke("window_time", windowColumn);

    /// <summary>A window of time that ends after a gap without rows.</summary>
    public static Column Session_Window(Column timeColumn, string gapDuration) => Invoke("session_window", timeColumn, Lit(gapDuration));

    /// <summary>A window of time that ends after a gap without rows.</summary>
    public static Column Session_Window(Column timeColumn, Column gapDuration) => Invoke("session_window", timeColumn, gapDuration);

    /// <summary>The year.</summary>
    public static Column Year(Column column) => Invoke("year", column);

    /// <summary>The year.</summary>
    public static Column Year(string columnName) => Invoke("year", Col(columnName));
}
