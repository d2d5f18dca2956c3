using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net.Mail;

namespace AbuseServerless.PowerShell.Accounts;

/// <summary>Finds the account that an object is about: a row of a table, a user of a directory, or output of the cmdlets.</summary>
internal static class AccountProperty
{
    /// <summary>Names of the properties that hold an account, the surest first. Upper case, hyphens, blanks and underscores make no difference: <c>E-Mail</c> is <c>Email</c>.</summary>
    public static readonly string[] Names = ["Account", "UserPrincipalName", "Email", "EmailAddress", "Mail", "Login", "User", "Identity"];

    // Of objects of programs, User and Login may be anything: the owner of a file, the part of an address before the @.
    private static readonly string[] OfRowsOnly = ["Login", "User"];

    /// <summary>The account; null where the object has none.</summary>
    public static string? Find(object item)
    {
        var subject = PSObject.AsPSObject(item);
        if (subject.BaseObject is MailAddress address)
        {
            return address.Address;
        }

        var properties = Read(subject);
        foreach (var name in NamesIn(subject))
        {
            if (properties.TryGetValue(name, out var value) && Text(value) is { } account)
            {
                return account;
            }
        }

        // An exemption, which names an account by kind and value.
        return properties.TryGetValue("Kind", out var kind) && string.Equals(kind?.ToString(), nameof(GeoExemptionKind.Account), StringComparison.OrdinalIgnoreCase)
            && properties.TryGetValue("Value", out var exempted)
            ? Text(exempted)
            : null;
    }

    /// <summary>Whether an object has such a property, and something in it.</summary>
    public static bool Has(object item, string name) => Read(PSObject.AsPSObject(item)).TryGetValue(name, out var value) && value?.ToString() is { Length: > 0 };

    /// <summary>The text of a property; null where it has none, or cannot be read.</summary>
    public static string? TextOf(PSObject subject, string name) => Read(subject).TryGetValue(Plain(name), out var value) ? value?.ToString() : null;

    /// <summary>The names by which an account is looked for in the object.</summary>
    public static IEnumerable<string> NamesIn(PSObject subject) => IsRow(subject) ? Names : Names.Except(OfRowsOnly);

    /// <summary>Names of the object's properties, as they are written.</summary>
    public static IReadOnlyList<string> NamesOf(object item)
    {
        var subject = PSObject.AsPSObject(item);
        return subject.BaseObject is IDictionary table ? [.. table.Keys.OfType<object>().Select(key => key.ToString()!)] : [.. subject.Properties.Select(property => property.Name)];
    }

    // What a person or a program wrote down by columns, and no object of .NET, also not one that came from another process.
    private static bool IsRow(PSObject subject) => subject.BaseObject is IDictionary or PSCustomObject or System.Data.DataRow or System.Data.DataRowView
        && !subject.TypeNames[0].StartsWith("Deserialized.", StringComparison.Ordinal);

    private static Dictionary<string, object?> Read(PSObject subject)
    {
        var read = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        if (subject.BaseObject is IDictionary table)
        {
            foreach (DictionaryEntry entry in table)
            {
                read.TryAdd(Plain(entry.Key.ToString()!), entry.Value);
            }

            return read;
        }

        foreach (var property in subject.Properties)
        {
            try
            {
                read.TryAdd(Plain(property.Name), property.Value);
            }
            catch (GetValueException)
            {
                // A property that cannot be read holds no account.
            }
        }

        return read;
    }

    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit)]);

    private static string? Text(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        string text when !string.IsNullOrWhiteSpace(text) => text,
        MailAddress address => address.Address,
        int or long => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        _ => null,
    };
}
