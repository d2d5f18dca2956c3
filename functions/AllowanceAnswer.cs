using AbuseServerless.Accounts;
using AbuseServerless.Allowances;

namespace AbuseServerless.Functions;

/// <summary>What a portal is told of an account's allowance.</summary>
/// <param name="Account">The account, in its normal form.</param>
/// <param name="Result"><c>set</c>, <c>unchanged</c>, <c>removed</c>, <c>none</c> where there was none to remove, or <c>read</c>.</param>
/// <param name="Countries">From which countries it may be used now; null for all.</param>
/// <param name="From">Whose allowance says so: the account, or <c>@</c> and its domain; null for nobody's.</param>
/// <param name="Since">Since when, UTC.</param>
internal sealed record AllowanceAnswer(string Account, string Result, IReadOnlyList<string>? Countries, string? From, DateTimeOffset? Since)
{
    public static AllowanceAnswer Of(AccountName account, string result, Allowance? counting) => new(account.Value, result, counting?.Countries, counting?.Subject.Value, counting?.Since);
}
