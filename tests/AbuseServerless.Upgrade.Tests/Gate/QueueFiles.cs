using AbuseServerless.Gate.Queue;
using AbuseServerless.Queue;

namespace AbuseServerless.Upgrade.Tests.Gate;

/// <summary>What the queue helper keeps: its record, and its answers to the gate.</summary>
internal static class QueueFiles
{
    public const string Host = "mx1";

    /// <summary>A message that is on hold.</summary>
    public const string Held = "3F2A1B4C5D";

    public static readonly QueueAnswer Answer = new(Story.Command, Story.Noon.AddMinutes(2), 1);

    public static void Write(string folder)
    {
        Open(folder).Write(
        [
            new QueueRecord(Story.Noon, Host, QueueAct.Began, Story.Bot.Value, 0, []) { Command = Story.Command, Kind = QueueCommandKind.Hold, By = Story.Operator, Reason = Story.Reason },
            new QueueRecord(Story.Noon, Host, QueueAct.Holding, Story.Bot.Value, 0, [Held]) { Command = Story.Command },
            new QueueRecord(Story.Noon.AddMinutes(1), Host, QueueAct.Held, Story.Bot.Value, 0, [Held]) { Command = Story.Command },
            new QueueRecord(Answer.Time, Host, QueueAct.Done, Story.Bot.Value, 0, []) { Command = Story.Command },
        ]);
        new AnswersFile(folder, Story.Answers).Write(new SavedAnswers(Answer.Time, [Answer]));
    }

    public static QueueJournal Open(string folder) => QueueJournal.Open(folder, Host, Story.Noon.AddDays(-1));
}
