using System.Net;
using AbuseServerless.Accounts;

namespace AbuseServerless.Ingestion;

/// <summary>One SMTP AUTH request, as far as detection needs it.</summary>
/// <param name="Time">When the request was made, UTC.</param>
/// <param name="Account">The account.</param>
/// <param name="Address">The client's address; IPv4-mapped IPv6 is already IPv4.</param>
/// <param name="Success">Whether the password was right.</param>
/// <param name="Recipients">Recipients of the message, where the source knows them; else 0.</param>
public readonly record struct AuthEvent(DateTimeOffset Time, AccountName Account, IPAddress Address, bool Success, int Recipients);
