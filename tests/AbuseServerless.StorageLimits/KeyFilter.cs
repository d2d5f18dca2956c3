using System.Text.RegularExpressions;

namespace AbuseServerless.StorageLimits;

/// <summary>What of a query's filter tells the service where to look: comparisons of keys that all must hold. Whatever else it says is judged row by row.</summary>
/// <param name="Text">The filter; empty for none.</param>
/// <param name="Keys">The comparisons by which rows are found; empty where the whole table is walked.</param>
/// <param name="Partition">The partition that it names; null where it does not name one.</param>
/// <param name="IsWhole">Whether nothing is judged row by row.</param>
internal sealed partial record KeyFilter(string Text, string Keys, string? Partition, bool IsWhole)
{
    /// <summary>Whether the rows between two keys of one partition are asked for, so that none is walked that is not answered.</summary>
    public bool IsRange => Partition is not null && IsWhole;

    public static KeyFilter Parse(string filter)
    {
        var terms = Terms(filter).ToList();
        var partition = terms.Select(term => OnePartition().Match(term)).FirstOrDefault(match => match.Success)?.Groups["key"].Value.Replace("''", "'", StringComparison.Ordinal);

        // Over several partitions no row key leads anywhere.
        var keys = terms.Where(term => Comparison().Match(term) is { Success: true } match && (partition is not null || match.Groups["column"].Value == "PartitionKey")).ToList();
        return new(filter, string.Join(" and ", keys), partition, keys.Count == terms.Count);
    }

    /// <summary>The filter for the rows up to a key, inclusive.</summary>
    public string UpTo(string partition, string row)
    {
        var (last, key) = (partition.Replace("'", "''", StringComparison.Ordinal), row.Replace("'", "''", StringComparison.Ordinal));
        var bound = $"(PartitionKey lt '{last}' or (PartitionKey eq '{last}' and RowKey le '{key}'))";
        return Text.Length == 0 ? bound : $"({Text}) and {bound}";
    }

    // What stands between the "and"s that are in no parentheses, or in such that hold nothing but "and"s.
    private static IEnumerable<string> Terms(string filter)
    {
        var (depth, quoted, from) = (0, false, 0);
        var terms = new List<string>();
        for (var i = 0; i < filter.Length; i++)
        {
            quoted ^= filter[i] == '\'';
            depth += quoted ? 0 : filter[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth > 0 || quoted || filter[i] != ' ')
            {
                continue;
            }

            if (filter.AsSpan(i).StartsWith(" or "))
            {
                return [filter];
            }

            if (filter.AsSpan(i).StartsWith(" and "))
            {
                terms.Add(filter[from..i]);
                from = i + " and ".Length;
            }
        }

        terms.Add(filter[from..]);
        return terms.Select(term => term.Trim()).Where(term => term.Length > 0).SelectMany(term => term[0] == '(' && term[^1] == ')' ? Terms(term[1..^1]) : [term]);
    }

    [GeneratedRegex("^(?<column>PartitionKey|RowKey) (eq|gt|ge|lt|le) '([^']|'')*'$", RegexOptions.ExplicitCapture)]
    private static partial Regex Comparison();

    [GeneratedRegex("^PartitionKey eq '(?<key>([^']|'')*)'$", RegexOptions.ExplicitCapture)]
    private static partial Regex OnePartition();
}
