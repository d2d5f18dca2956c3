using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Detection;

namespace AbuseServerless.Azure.Activity;

/// <summary>A row of what is remembered of accounts.</summary>
/// <param name="Account">The account.</param>
/// <param name="State">Its activity, encoded.</param>
/// <param name="Version">The row's version.</param>
/// <param name="Decision">The gravest decision since the account's last reset.</param>
public sealed record ActivityRow(AccountName Account, byte[] State, RowVersion Version, Decision? Decision);
