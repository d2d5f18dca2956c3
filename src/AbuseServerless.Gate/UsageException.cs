namespace AbuseServerless.Gate;

/// <summary>The command line is wrong; the message says what, in a line.</summary>
internal sealed class UsageException(string message) : Exception(message);
