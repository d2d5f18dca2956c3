namespace AbuseServerless.Queue;

/// <summary>What was done to queued mail of an account at once, for the audit log: it names no message.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Act"><see cref="QueueAct.Held"/>, <see cref="QueueAct.Released"/> or <see cref="QueueAct.Deleted"/>.</param>
/// <param name="Account">The login that submitted it.</param>
/// <param name="Messages">How many messages.</param>
/// <param name="Transitions">As in the record.</param>
/// <param name="Command">Id of the command for which it was done; null where none was.</param>
public sealed record QueueDone(DateTimeOffset Time, QueueAct Act, string Account, int Messages, int Transitions, string? Command);
