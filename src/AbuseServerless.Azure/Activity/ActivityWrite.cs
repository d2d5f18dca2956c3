using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Detection;

namespace AbuseServerless.Azure.Activity;

/// <summary>A row to be written.</summary>
/// <param name="Account">The account.</param>
/// <param name="State">Its activity, encoded.</param>
/// <param name="Version">The version it was read at; null where there was no row.</param>
/// <param name="Decision">A new decision to store beside it; null leaves the stored one as it is.</param>
/// <param name="Historical">A new decision on late evidence, likewise.</param>
/// <param name="Unreadable">What the row held where that could not be read: it is set aside in the row.</param>
internal sealed record ActivityWrite(AccountName Account, byte[] State, RowVersion? Version, Decision? Decision, Decision? Historical = null, byte[]? Unreadable = null);
