namespace Microsoft.Spark.Sql;

/// <content>String and binary functions.</content>
public static partial class Functions
{
    /// <summary>The texts and arrays of texts with a separator between them; nulls are passed over.</summary>
    public static Column ConcatWs(string sep, params Column[] columns) => Invoke("concat_ws", [Lit(sep), .. columns]);

    /// <summary>The values in a format of C's printf.</summary>
    public static Column FormatString(string format, params Column[] columns) => Invoke("format_string", [Lit(format), .. columns]);

    /// <summary>The values in a format of C's printf.</summary>
    public static Column Printf(Column format, params Column[] columns) => Invoke("printf", [format, .. columns]);

    /// <summary>The place, from 1, where a text first occurs; 0 where it does not.</summary>
    public static Column Locate(string substring, Column column) => Invoke("locate", Lit(substring), column, Lit(1));

    /// <inheritdoc cref="Locate(string, Column)"/>
    /// <param name="pos">The place to begin at, from 1.</param>
    public static Column Locate(string substring, Column column, int pos) => Invoke("locate", Lit(substring), column, Lit(pos));

    /// <summary>The text without spaces at both ends.</summary>
    public static Column Trim(Column column) => Invoke("trim", column);

    /// <summary>The text without the given characters at both ends.</summary>
    public static Column Trim(Column column, string trimString) => Invoke("trim", column, Lit(trimString));

    /// <summary>The text without spaces at its beginning.</summary>
    public static Column Ltrim(Column column) => Invoke("ltrim", column);

    /// <summary>The text without the given characters at its beginning.</summary>
    public static Column Ltrim(Column column, string trimString) => Invoke("ltrim", column, Lit(trimString));

    /// <summary>The text without spaces at its end.</summary>
    public static Column Rtrim(Column column) => Invoke("rtrim", column);

    /// <summary>The text without the given characters at its end.</summary>
    public static Column Rtrim(Column column, string trimString) => Invoke("rtrim", column, Lit(trimString));

    /// <summary>The code of the first character.</summary>
    public static Column Ascii(Column column) => Invoke("ascii", column);

    /// <summary>The code of the first character.</summary>
    public static Column Ascii(string columnName) => Invoke("ascii", Col(columnName));

    /// <summary>Bytes as text in base 64.</summary>
    public static Column Base64(Column column) => Invoke("base64", column);

    /// <summary>Bytes as text in base 64.</summary>
    public static Column Base64(string columnName) => Invoke("base64", Col(columnName));

    /// <summary>The length in bits.</summary>
    public static Column BitLength(Column column) => Invoke("bit_length", column);

    /// <summary>The length in bits.</summary>
    public static Column BitLength(string columnName) => Invoke("bit_length", Col(columnName));

    /// <summary>The text without spaces, or the given characters, at both ends.</summary>
    public static Column Btrim(Column column) => Invoke("btrim", column);

    /// <summary>The text without spaces, or the given characters, at both ends.</summary>
    public static Column Btrim(Column column, Column trim) => Invoke("btrim", column, trim);

    /// <summary>The character of a code.</summary>
    public static Column Char(Column column) => Invoke("char", column);

    /// <summary>The character of a code.</summary>
    public static Column Char(string columnName) => Invoke("char", Col(columnName));

    /// <summary>The number of characters.</summary>
    public static Column CharLength(Column column) => Invoke("char_length", column);

    /// <summary>The number of characters.</summary>
    public static Column CharLength(string columnName) => Invoke("char_length", Col(columnName));

    /// <summary>The number of characters.</summary>
    public static Column CharacterLength(Column column) => Invoke("character_length", column);

    /// <summary>The number of characters.</summary>
    public static Column CharacterLength(string columnName) => Invoke("character_length", Col(columnName));

    /// <summary>The character of a code.</summary>
    public static Column Chr(Column column) => Invoke("chr", column);

    /// <summary>The character of a code.</summary>
    public static Column Chr(string columnName) => Invoke("chr", Col(columnName));

    /// <summary>The text under a collation.</summary>
    public static Column Collate(Column column, string collation) => Invoke("collate", column, Lit(collation));

    /// <summary>The name of the text's collation.</summary>
    public static Column Collation(Column column) => Invoke("collation", column);

    /// <summary>The texts, bytes or arrays one after another.</summary>
    public static Column Concat(params Column[] columns) => Invoke("concat", columns);

    /// <summary>Bytes in a character set as text.</summary>
    public static Column Decode(Column column, string charset) => Invoke("decode", column, Lit(charset));

    /// <summary>The input whose number, from 1, the first one gives.</summary>
    public static Column Elt(params Column[] inputs) => Invoke("elt", inputs);

    /// <summary>Text as bytes in a character set.</summary>
    public static Column Encode(Column column, string charset) => Invoke("encode", column, Lit(charset));

    /// <summary>The place, from 1, of a text in a list with commas.</summary>
    public static Column FindInSet(Column text, Column list) => Invoke("find_in_set", text, list);

    /// <summary>The number as text such as <c>1,234.50</c>, with that many digits after the point.</summary>
    public static Column FormatNumber(Column column, int d) => Invoke("format_number", column, Lit(d));

    /// <summary>The text with each word's first letter upper-case, the others lower-case.</summary>
    public static Column InitCap(Column column) => Invoke("initcap", column);

    /// <summary>The text with each word's first letter upper-case, the others lower-case.</summary>
    public static Column InitCap(string columnName) => Invoke("initcap", Col(columnName));

    /// <summary>The place, from 1, where a text first occurs; 0 where it does not.</summary>
    public static Column Instr(Column column, string substring) => Invoke("instr", column, Lit(substring));

    /// <summary>Whether the text is valid UTF-8.</summary>
    public static Column IsValidUtf8(Column column) => Invoke("is_valid_utf8", column);

    /// <summary>The text in lower case.</summary>
    public static Column Lcase(Column column) => Invoke("lcase", column);

    /// <summary>The text in lower case.</summary>
    public static Column Lcase(string columnName) => Invoke("lcase", Col(columnName));

    /// <summary>The first characters.</summary>
    public static Column Left(Column column, Column length) => Invoke("left", column, length);

    /// <summary>The number of characters, or of bytes.</summary>
    public static Column Length(Column column) => Invoke("length", column);

    /// <summary>The number of characters, or of bytes.</summary>
    public static Column Length(string columnName) => Invoke("length", Col(columnName));

    /// <summary>How many changes turn one text into the other; -1 for more than the threshold.</summary>
    public static Column Levenshtein(Column left, Column right) => Invoke("levenshtein", left, right);

    /// <summary>How many changes turn one text into the other; -1 for more than the threshold.</summary>
    public static Column Levenshtein(Column left, Column right, int threshold) => Invoke("levenshtein", left, right, Lit(threshold));

    /// <summary>The text in lower case.</summary>
    public static Column Lower(Column column) => Invoke("lower", column);

    /// <summary>The text in lower case.</summary>
    public static Column Lower(string columnName) => Invoke("lower", Col(columnName));

    /// <summary>The text brought to a length, filled from the left.</summary>
    public static Column Lpad(Column column, int len, string pad) => Invoke("lpad", column, Lit(len), Lit(pad));

    /// <summary>Whether the digits pass Luhn's check.</summary>
    public static Column Luhncheck(Column column) => Invoke("luhn_check", column);

    /// <summary>The text with what is not UTF-8 replaced.</summary>
    public static Column MakeValidUtf8(Column column) => Invoke("make_valid_utf8", column);

    /// <summary>The text with letters and digits hidden.</summary>
    public static Column Mask(Column column) => Invoke("mask", column);

    /// <summary>The text with letters and digits hidden.</summary>
    public static Column Mask(Column column, Column upperChar) => Invoke("mask", column, upperChar);

    /// <summary>The text with letters and digits hidden.</summary>
    public static Column Mask(Column column, Column upperChar, Column lowerChar) => Invoke("mask", column, upperChar, lowerChar);

    /// <summary>The text with letters and digits hidden.</summary>
    public static Column Mask(Column column, Column upperChar, Column lowerChar, Column digitChar) =>
        Invoke("mask", column, upperChar, lowerChar, digitChar);

    /// <summary>The text with letters and digits hidden.</summary>
    public static Column Mask(Column column, Column upperChar, Column lowerChar, Column digitChar, Column otherChar) =>
        Invoke("mask", column, upperChar, lowerChar, digitChar, otherChar);

    /// <summary>The length in bytes.</summary>
    public static Column OctetLength(Column column) => Invoke("octet_length", column);

    /// <summary>The length in bytes.</summary>
    public static Column OctetLength(string columnName) => Invoke("octet_length", Col(columnName));

    /// <summary>The text with the part at a place, from 1, replaced.</summary>
    public static Column Overlay(Column src, Column replace, Column pos) => Invoke("overlay", src, replace, pos);

    /// <summary>The text with the part at a place, from 1, replaced.</summary>
    public static Column Overlay(Column src, Column replace, Column pos, Column len) => Invoke("overlay", src, replace, pos, len);

    /// <summary>The place, from 1, where a text first occurs.</summary>
    public static Column Position(Column substring, Column text) => Invoke("position", substring, text);

    /// <summary>The place, from 1, where a text first occurs.</summary>
    public static Column Position(Column substring, Column text, Column start) => Invoke("position", substring, text, start);

    /// <summary>The text in single quotes.</summary>
    public static Column Quote(Column column) => Invoke("quote", column);

    /// <summary>How often a regular expression matches.</summary>
    public static Column RegexpCount(Column text, Column regexp) => Invoke("regexp_count", text, regexp);

    /// <summary>What a group of a regular expression first matches; empty where it does not.</summary>
    public static Column RegexpExtract(Column column, string exp, int groupIdx) =>
        Invoke("regexp_extract", column, Lit(exp), Lit(groupIdx));

    /// <summary>What a group of a regular expression matches, as an array.</summary>
    public static Column RegexpExtractAll(Column text, Column regexp) => Invoke("regexp_extract_all", text, regexp);

    /// <summary>What a group of a regular expression matches, as an array.</summary>
    public static Column RegexpExtractAll(Column text, Column regexp, Column groupIdx) =>
        Invoke("regexp_extract_all", text, regexp, groupIdx);

    /// <summary>The place, from 1, where a regular expression first matches; 0 where it does not.</summary>
    public static Column RegexpInstr(Column text, Column regexp) => Invoke("regexp_instr", text, regexp);

    /// <summary>The place, from 1, where a regular expression first matches; 0 where it does not.</summary>
    public static Column RegexpInstr(Column text, Column regexp, Column groupIdx) => Invoke("regexp_instr", text, regexp, groupIdx);

    /// <summary>The text with what a regular expression matches replaced.</summary>
    public static Column RegexpReplace(Column column, string pattern, string replacement) =>
        Invoke("regexp_replace", column, Lit(pattern), Lit(replacement));

    /// <summary>The text with what a regular expression matches replaced.</summary>
    public static Column RegexpReplace(Column column, Column pattern, Column replacement) =>
        Invoke("regexp_replace", column, pattern, replacement);

    /// <summary>What a regular expression first matches; null where it does not.</summary>
    public static Column RegexpSubstr(Column text, Column regexp) => Invoke("regexp_substr", text, regexp);

    /// <summary>The text that many times.</summary>
    public static Column Repeat(Column column, int n) => Invoke("repeat", column, Lit(n));

    /// <summary>The text with every occurrence replaced, or taken out.</summary>
    public static Column Replace(Column source, Column search) => Invoke("replace", source, search);

    /// <summary>The text with every occurrence replaced, or taken out.</summary>
    public static Column Replace(Column source, Column search, Column replacement) => Invoke("replace", source, search, replacement);

    /// <summary>The last characters.</summary>
    public static Column Right(Column column, Column length) => Invoke("right", column, length);

    /// <summary>The text brought to a length, filled from the right.</summary>
    public static Column Rpad(Column column, int len, string pad) => Invoke("rpad", column, Lit(len), Lit(pad));

    /// <summary>The text's sentences, each an array of its words.</summary>
    public static Column Sentences(Column str) => Invoke("sentences", str);

    /// <summary>The text's sentences, each an array of its words.</summary>
    public static Column Sentences(Column str, Column language) => Invoke("sentences", str, language);

    /// <summary>The text's sentences, each an array of its words.</summary>
    public static Column Sentences(Column str, Column language, Column country) => Invoke("sentences", str, language, country);

    /// <summary>The Soundex code.</summary>
    public static Column Soundex(Column column) => Invoke("soundex", column);

    /// <summary>The Soundex code.</summary>
    public static Column Soundex(string columnName) => Invoke("soundex", Col(columnName));

    /// <summary>The parts of the text between what a regular expression matches; at most as many as a positive limit says.</summary>
    public static Column Split(Column column, string pattern) => Invoke("split", column, Lit(pattern));

    /// <summary>The parts of the text between what a regular expression matches; at most as many as a positive limit says.</summary>
    public static Column Split(Column column, string pattern, int limit) => Invoke("split", column, Lit(pattern), Lit(limit));

    /// <summary>The part of that number, from 1 or from the end, between delimiters.</summary>
    public static Column SplitPart(Column source, Column delimiter, Column partNum) => Invoke("split_part", source, delimiter, partNum);

    /// <summary>A part of the text, from a place counted from 1.</summary>
    public static Column Substr(Column text, Column pos) => Invoke("substr", text, pos);

    /// <summary>A part of the text, from a place counted from 1.</summary>
    public static Column Substr(Column text, Column pos, Column len) => Invoke("substr", text, pos, len);

    /// <summary>A part of the text or bytes, from a place counted from 1.</summary>
    public static Column Substring(Column column, int pos, int len) => Invoke("substring", column, Lit(pos), Lit(len));

    /// <summary>The text before the delimiter of that number; after it, counted from the end, when negative.</summary>
    public static Column SubstringIndex(Column column, string delimiter, int count) =>
        Invoke("substring_index", column, Lit(delimiter), Lit(count));

    /// <summary>Text as bytes, in <c>hex</c>, <c>base64</c> or <c>utf-8</c>.</summary>
    public static Column ToBinary(Column column) => Invoke("to_binary", column);

    /// <summary>Text as bytes, in <c>hex</c>, <c>base64</c> or <c>utf-8</c>.</summary>
    public static Column ToBinary(Column column, Column format) => Invoke("to_binary", column, format);

    /// <summary>A number, date or bytes as text.</summary>
    public static Column ToChar(Column column, Column format) => Invoke("to_char", column, format);

    /// <summary>Text in a format as a decimal.</summary>
    public static Column ToNumber(Column column, Column format) => Invoke("to_number", column, format);

    /// <summary>A number, date or bytes as text.</summary>
    public static Column ToVarchar(Column column, Column format) => Invoke("to_varchar", column, format);

    /// <summary>The text with characters replaced one by one.</summary>
    public static Column Translate(Column column, string matchingString, string replaceString) =>
        Invoke("translate", column, Lit(matchingString), Lit(replaceString));

    /// <summary>Text as bytes; null where it is none.</summary>
    public static Column TryToBinary(Column column) => Invoke("try_to_binary", column);

    /// <summary>Text as bytes; null where it is none.</summary>
    public static Column TryToBinary(Column column, Column format) => Invoke("try_to_binary", column, format);

    /// <summary>Text in a format as a decimal; null where it is none.</summary>
    public static Column TryToNumber(Column column, Column format) => Invoke("try_to_number", column, format);

    /// <summary>The text; null where it is not valid UTF-8.</summary>
    public static Column TryValidateUtf8(Column column) => Invoke("try_validate_utf8", column);

    /// <summary>The text in upper case.</summary>
    public static Column Ucase(Column column) => Invoke("ucase", column);

    /// <summary>The text in upper case.</summary>
    public static Column Ucase(string columnName) => Invoke("ucase", Col(columnName));

    /// <summary>Text in base 64 as bytes.</summary>
    public static Column Unbase64(Column column) => Invoke("unbase64", column);

    /// <summary>Text in base 64 as bytes.</summary>
    public static Column Unbase64(string columnName) => Invoke("unbase64", Col(columnName));

    /// <summary>The text in upper case.</summary>
    public static Column Upper(Column column) => Invoke("upper", column);

    /// <summary>The text in upper case.</summary>
    public static Column Upper(string columnName) => Invoke("upper", Col(columnName));

    /// <summary>The text; an error where it is not valid UTF-8.</summary>
    public static Column ValidateUtf8(Column column) => Invoke("validate_utf8", column);
}
