using System.Management.Automation;

namespace AbuseServerless.PowerShell.Accounts;

/// <summary>Says why an object is not an account, and what to do.</summary>
internal static class AccountFault
{
    private const int MaximumNames = 6;
    private const int MaximumValues = 3;
    private const int MaximumValueLength = 40;

    // What Import-Csv may have taken for part of a name.
    private static readonly (char Character, string Written)[] Delimiters = [(';', "';'"), ('\t', "\"`t\""), ('|', "'|'"), (',', "','")];

    public static string Of(object item)
    {
        var subject = PSObject.AsPSObject(item);
        if (subject.BaseObject is int or long or short or byte or uint or ulong or double or float or decimal)
        {
            return $"{subject} is a number. Write a login of digits in quotes: '{subject}'.";
        }

        var names = AccountProperty.NamesOf(item);
        if (names is [var only] && Delimiters.FirstOrDefault(delimiter => only.Contains(delimiter.Character, StringComparison.Ordinal)) is { Written: { } written })
        {
            return $"The table was read as one column named '{Visible.Of(only)}': its delimiter is another character. Use Import-Csv -Delimiter {written}.";
        }

        if (names.FirstOrDefault(name => name.Contains('@', StringComparison.Ordinal)) is { } account && subject.BaseObject is PSCustomObject)
        {
            return $"The table has no header: its first line, '{Visible.Of(account)}', was taken as the header. Use Import-Csv -Header Account.";
        }

        if (names.FirstOrDefault(name => AccountProperty.NamesIn(subject).Contains(name, StringComparer.OrdinalIgnoreCase)) is { } empty)
        {
            return $"This {Kind(subject)} does not name an account: its {empty} is empty or not text.{Described(subject, names)}";
        }

        var properties = names.Count == 0 ? "" : $" It has {string.Join(", ", names.Take(MaximumNames).Select(Visible.Of))}{(names.Count > MaximumNames ? ", …" : "")}.";
        return $"This {Kind(subject)} is not an account: it is not text, and has no property {string.Join(", ", AccountProperty.Names[..^1])} or {AccountProperty.Names[^1]}.{properties}"
            + $" Say where the account is, such as -Account {{ $_.{Likely(subject, names)} }}.";
    }

    // What else it has, by which it is found in its table.
    private static string Described(PSObject subject, IReadOnlyList<string> names) =>
        string.Join(", ", names.Select(name => (Name: name, Text: AccountProperty.TextOf(subject, name))).Where(column => !string.IsNullOrWhiteSpace(column.Text)).Take(MaximumValues)
            .Select(column => $"{Visible.Of(column.Name)}={Visible.Of(Cut(column.Text!))}")) is { Length: > 0 } values ? $" The {Kind(subject)}: {values}." : "";

    private static string Cut(string text) => text.Length > MaximumValueLength ? text[..MaximumValueLength] + "…" : text;

    // The first property that holds an @, or else the first one.
    private static string Likely(PSObject subject, IReadOnlyList<string> names)
    {
        var name = names.FirstOrDefault(name => AccountProperty.TextOf(subject, name)?.Contains('@', StringComparison.Ordinal) == true) ?? (names.Count > 0 ? names[0] : "Name");
        return name.All(char.IsLetterOrDigit) ? name : $"'{name}'";
    }

    private static string Kind(PSObject subject) => subject.BaseObject is PSCustomObject && subject.TypeNames[0] == typeof(PSCustomObject).FullName
        ? "row"
        : subject.TypeNames[0].Split('.')[^1];
}
