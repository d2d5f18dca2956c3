using AbuseServerless.Accounts;
using AbuseServerless.Quotas;
using Azure;

namespace AbuseServerless.Azure.Quotas;

/// <summary>What is stored of an account's usage.</summary>
/// <param name="Account">The account.</param>
/// <param name="Usage">What all hosts have written.</param>
/// <param name="Written">When a host wrote last, UTC.</param>
/// <param name="Version">The version of the row.</param>
public sealed record MailUsageRow(AccountName Account, SharedUsage Usage, DateTimeOffset Written, ETag Version);
