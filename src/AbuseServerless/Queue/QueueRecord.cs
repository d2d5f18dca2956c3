using AbuseServerless.Accounts;

namespace AbuseServerless.Queue;

/// <summary>One entry of the record of what was done to queued messages. It names no recipient.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Host">The mail host.</param>
/// <param name="Act">What.</param>
/// <param name="Account">The login that submitted the messages; of a command, the account that it names.</param>
/// <param name="Transitions">Number of the transition of the account on which it was done; where the account is not suspended, of the one on which they were put on hold; 0 where a command had them put on hold.</param>
/// <param name="Messages">Queue ids.</param>
public sealed record QueueRecord(DateTimeOffset Time, string Host, QueueAct Act, string Account, int Transitions, IReadOnlyList<string> Messages)
{
    /// <summary>Id of the command for which it was done; null where none was.</summary>
    public string? Command { get; init; }

    /// <summary>In which queue the messages are, where they are put on hold; null in entries of earlier versions.</summary>
    public string? Queue { get; init; }

    /// <summary>What a command orders, where it was begun or refused.</summary>
    public QueueCommandKind? Kind { get; init; }

    /// <summary>Who ordered it, likewise.</summary>
    public string? By { get; init; }

    /// <summary>Why, likewise.</summary>
    public string? Reason { get; init; }

    /// <summary>Why a command was refused.</summary>
    public QueueRefusal? Refusal { get; init; }

    /// <summary>The account.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public AccountName ToAccount() => AccountName.Parse(Account);

    /// <summary>An entry about a command itself.</summary>
    public static QueueRecord Of(QueueCommand command, QueueAct act, string host, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(command);
        return new QueueRecord(now, host, act, command.Account.Value, 0, []) { Command = command.Id, Kind = command.Kind, By = command.By, Reason = command.Reason };
    }
}
