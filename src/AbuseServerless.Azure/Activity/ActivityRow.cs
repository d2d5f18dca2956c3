using AbuseServerless.Activity;
using AbuseServerless.Nets;
using Azure;

namespace AbuseServerless.Azure.Activity;

/// <summary>A row of AccountActivity.</summary>
/// <param name="Account">The account.</param>
/// <param name="State">Its activity, encoded.</param>
/// <param name="ETag">The row's version.</param>
/// <param name="Decision">The gravest decision since the account's last reset.</param>
public sealed record ActivityRow(AccountName Account, byte[] State, ETag ETag, Decision? Decision);
