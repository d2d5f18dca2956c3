using AbuseServerless.Accounts;

namespace AbuseServerless.Allowances;

/// <summary>Whose an allowance is: an account, or with an <c>@</c> before it all accounts of a domain that have none of their own.</summary>
public readonly record struct AllowanceSubject
{
    private readonly string? _value;

    private AllowanceSubject(string value) => _value = value;

    /// <summary>In normal form: an account's name, or <c>@example.jp</c>.</summary>
    public string Value => _value ?? "";

    /// <summary>Whether it is a domain.</summary>
    public bool IsDomain => Value.StartsWith('@');

    /// <summary>Whether it is an account.</summary>
    public bool IsAccount => Value.Length > 0 && !IsDomain;

    /// <summary>The account; <c>default</c> of a domain.</summary>
    public AccountName Account => IsDomain ? default : AccountName.Parse(Value);

    /// <summary>Reads a subject; <c>*@example.jp</c> is the domain too, as plans write it.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static AllowanceSubject Parse(string text) => TryParse(text, out var subject)
        ? subject
        : throw new FormatException($"An allowance is for an account (1 to {AccountName.MaximumLength} characters), or for a domain written as @example.jp. Other wildcards are not allowed.");

    /// <summary>Reads a subject as <see cref="Parse"/> does; false where it is neither an account nor a domain.</summary>
    public static bool TryParse(string text, out AllowanceSubject subject)
    {
        var name = AccountName.TryParse(text, out var account) ? account.Value : "";
        name = name.StartsWith("*@", StringComparison.Ordinal) ? name[1..] : name;
        var isSubject = name.Length > 0 && name.IndexOf('@', 1) is var at && (name[0] != '@' || (name.Length > 1 && at < 0)) && !name.Contains('*', StringComparison.Ordinal);
        subject = isSubject ? new AllowanceSubject(name) : default;
        return isSubject;
    }

    /// <summary>An account.</summary>
    public static AllowanceSubject Of(AccountName account) => Parse(account.Value);

    /// <summary>The domain of an account; null where its name has none.</summary>
    public static AllowanceSubject? DomainOf(AccountName account) =>
        account.Value.LastIndexOf('@') is > 0 and var at && at < account.Value.Length - 1 ? new AllowanceSubject(account.Value[at..]) : null;

    /// <inheritdoc/>
    public override string ToString() => Value;
}
