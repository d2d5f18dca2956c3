using System.Globalization;

namespace AbuseServerless.Accounts;

/// <summary>Reads aliases as Postfix's text tables have them (postmap(1), texthash): an alias, white space, and its account in a line. Lines that begin with <c>#</c> and empty ones are nothing; a line that begins with white space goes on with the one before.</summary>
public static class AliasTable
{
    /// <summary>Reads all of it.</summary>
    /// <returns>The account of each alias; at least one.</returns>
    /// <exception cref="FormatException">A line is wrong, and the message says which and why, without a name; or there is no alias.</exception>
    public static IReadOnlyDictionary<AccountName, AccountName> Parse(IEnumerable<string> lines)
    {
        var accounts = new Dictionary<AccountName, AccountName>();
        var places = new Dictionary<AccountName, int>();
        foreach (var (line, text) in Join(lines))
        {
            var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length != 2 || words[1].Contains(',', StringComparison.Ordinal))
            {
                throw Wrong(line, "it must be an alias and one account, with white space between them");
            }

            if (words[0][0] == '@' || words[1][0] == '@')
            {
                throw Wrong(line, "whole domains cannot be aliases; list each address");
            }

            if (!AccountName.TryParse(words[0], out var alias) || !AccountName.TryParse(words[1], out var account))
            {
                throw Wrong(line, $"names must be 1 to {AccountName.MaximumLength} characters of valid Unicode");
            }

            if (alias == account)
            {
                throw Wrong(line, "the account is its own alias");
            }

            if (!accounts.TryAdd(alias, account))
            {
                throw Wrong(line, $"the alias stands in line {Number(places[alias])} already");
            }

            places.Add(alias, line);
        }

        // Also where aliases stand for each other in a circle.
        foreach (var (alias, account) in accounts)
        {
            if (places.TryGetValue(account, out var line))
            {
                throw Wrong(places[alias], $"the account is itself an alias, in line {Number(line)}; name the account that both stand for");
            }
        }

        return accounts.Count > 0 ? accounts : throw new FormatException("it has no alias");
    }

    private static IEnumerable<(int Line, string Text)> Join(IEnumerable<string> lines)
    {
        var (number, begun, text) = (0, 0, "");
        foreach (var line in lines)
        {
            number++;
            if (line.AsSpan().TrimStart() is [] or ['#', ..])
            {
                continue;
            }

            if (begun > 0 && char.IsWhiteSpace(line[0]))
            {
                text += line;
                continue;
            }

            if (begun > 0)
            {
                yield return (begun, text);
            }

            (begun, text) = (number, line);
        }

        if (begun > 0)
        {
            yield return (begun, text);
        }
    }

    private static FormatException Wrong(int line, string why) => new($"line {Number(line)}: {why}");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
