namespace AbuseServerless.Fuzzing.Tests.Logs.Mail;

/// <summary>A line of a log, but for its time, and what it tells of, as only who wrote both knows.</summary>
/// <param name="Host">The machine.</param>
/// <param name="Tag">The program, such as <c>postfix/smtp</c>.</param>
/// <param name="Message">The rest.</param>
/// <param name="Events">The events without their time, in any order.</param>
internal sealed record WrittenLine(string Host, string Tag, string Message, params IReadOnlyList<string> Events);
