using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace AbuseServerless.PowerShell.Accounts;

/// <summary>
/// An account or several, as an operator writes them: a name, or a pattern with the wildcards of PowerShell. A name that itself looks like a pattern is found by it too.
/// </summary>
internal sealed class AccountPattern
{
    // A backtick alone makes a pattern too: it may be the name's own, or stand before what is to be taken literally.
    private const string Wildcards = "*?[`";

    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    private readonly WildcardPattern? _pattern;

    /// <param name="written">As given; upper case and other forms of the same characters make no difference.</param>
    public AccountPattern(string written)
    {
        Name = Normalise(written);
        _pattern = Parse(Name);
    }

    /// <summary>Whether it may stand for several accounts.</summary>
    public bool IsPattern => _pattern is not null;

    /// <summary>The account; of a pattern, as it was written.</summary>
    public string Name { get; }

    /// <summary>How every account begins that it stands for.</summary>
    public string Prefix => IsPattern ? Beginning(Name) : Name;

    /// <summary>Whether it stands for an account.</summary>
    public bool Matches(string account) => account == Name || _pattern?.IsMatch(account) == true;

    /// <summary>An account's normal form: accounts are stored in it.</summary>
    public static string Normalise(string account)
    {
        try
        {
            return WithPlainDomain(Plain(account.Trim()));
        }
        catch (ArgumentException)
        {
            // No Unicode: stays as it is, and is no account.
            return account;
        }
    }

    // As the domain's AccountName has it: in Unicode, and without a dot at the end.
    private static string WithPlainDomain(string account)
    {
        var at = account.LastIndexOf('@');
        var domain = at < 0 ? "" : WithoutEnd(account[(at + 1)..]);
        if (domain.Length == 0)
        {
            return account;
        }

        if (domain.Contains("xn--", StringComparison.Ordinal))
        {
            try
            {
                domain = Plain(Idn.GetUnicode(domain)) is var plain && IsPlainDomain(plain) ? plain : domain;
            }
            catch (ArgumentException)
            {
                // No name of IDNA.
            }
        }

        return account[..(at + 1)] + domain;
    }

    private static bool IsPlainDomain(string domain) =>
        domain.Length > 0 && !domain.Contains('@', StringComparison.Ordinal) && !domain.Contains("xn--", StringComparison.Ordinal) && WithoutEnd(domain).Length == domain.Length;

    private static string WithoutEnd(string domain)
    {
        var length = domain.Length;
        while (length > 0 && (domain[length - 1] == '.' || char.IsWhiteSpace(domain[length - 1])))
        {
            length--;
        }

        return domain[..length];
    }

    private static string Plain(string text) => text.Normalize(NormalizationForm.FormC).ToLowerInvariant().Normalize(NormalizationForm.FormC);

    /// <summary>Whether a name looks like several that were joined, such as two addresses with a comma between, or a name with its address.</summary>
    public static bool LooksJoined(string name) => name.AsSpan().IndexOfAny(",;<>") >= 0 || name.AsSpan().Count('@') > 1;

    /// <summary>Whether a name holds what a wrong encoding leaves.</summary>
    public static bool IsMisread(string name) => name.Contains('\uFFFD', StringComparison.Ordinal);

    /// <summary>Whether a name looks as if it were meant for several accounts: wildcards, a domain, or several names in one.</summary>
    public static bool LooksLikeSeveral(string name) =>
        name.AsSpan().IndexOfAny("*?[") >= 0 || LooksJoined(name) || name.StartsWith('@') || (!name.Contains('@', StringComparison.Ordinal) && name.Contains('.', StringComparison.Ordinal));

    private static WildcardPattern? Parse(string text)
    {
        if (text.AsSpan().IndexOfAny(Wildcards) < 0)
        {
            return null;
        }

        try
        {
            var pattern = new WildcardPattern(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException)
        {
            // A bracket that is never closed: a name, then.
            return null;
        }
    }

    private static string Beginning(string pattern)
    {
        var length = pattern.AsSpan().IndexOfAny(Wildcards);
        return pattern[..(length < 0 ? pattern.Length : length)];
    }
}
