using System.Net;
using AbuseServerless.Accounts;

namespace AbuseServerless.Local.Demo;

/// <summary>One AUTH request of the day.</summary>
/// <param name="Time">Since the beginning of the day, UTC; less than 24 hours.</param>
/// <param name="Account">The account.</param>
/// <param name="Address">From where.</param>
/// <param name="Success">Whether the password was right.</param>
/// <param name="Recipients">Of the message; 0 where none was sent.</param>
internal readonly record struct Scene(TimeSpan Time, AccountName Account, IPAddress Address, bool Success, int Recipients);
