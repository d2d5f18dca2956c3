using AbuseServerless.Accounts;
using AbuseServerless.Queue;

namespace AbuseServerless.Gate.Queue;

/// <summary>A message that was found in the queue.</summary>
/// <param name="Id">Queue id.</param>
/// <param name="Account">The account that was asked for: that of the login, or the login itself.</param>
/// <param name="Login">The login that submitted it.</param>
/// <param name="State">Where in the queue it is.</param>
/// <param name="Arrived">When it came, UTC; null where its file does not tell.</param>
/// <param name="Size">Bytes.</param>
internal readonly record struct FoundMail(string Id, AccountName Account, AccountName Login, QueuedMailState State, DateTimeOffset? Arrived, long Size);
