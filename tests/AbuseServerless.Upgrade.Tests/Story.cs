using AbuseServerless.Accounts;

namespace AbuseServerless.Upgrade.Tests;

/// <summary>What every version writes down, so that all are asked the same questions. Later versions may add to it; what is here stays as it is.</summary>
internal static class Story
{
    /// <summary>When it happens.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Was seen in ten countries, and is suspended for it.</summary>
    public static readonly AccountName Bot = AccountName.Parse("bot@example.jp");

    /// <summary>Was suspended by an operator until <see cref="Until"/>.</summary>
    public static readonly AccountName Complained = AccountName.Parse("complained@example.jp");

    /// <summary>Was seen in five countries, and is watched.</summary>
    public static readonly AccountName Traveller = AccountName.Parse("traveller@example.jp");

    /// <summary>Was suspended in error, and is free again.</summary>
    public static readonly AccountName Alice = AccountName.Parse("alice@example.jp");

    public static readonly DateTimeOffset Until = Noon.AddDays(7);

    public const string Operator = "noc";

    public const string Reason = "Complaint 4711, by Zoë";

    /// <summary>Id of the command by which an operator has <see cref="Bot"/>'s mail held.</summary>
    public const string Command = "0000000639000000000-0123456789abcdef0123456789abcdef";

    /// <summary>Name of the file for answers.</summary>
    public const string Answers = "0123456789abcdef0123456789abcdef";

    /// <summary>Messages in the spool; the hub has the first of them.</summary>
    public static IReadOnlyList<string> Spooled { get; } = [.. Enumerable.Range(0, 12).Select(number => $$"""{"time":"2026-11-24T12:00:0{{number % 10}}Z","account":"bot@example.jp","ip":"192.0.2.{{number}}","success":true}""")];

    /// <summary>How many of them the hub has.</summary>
    public const int Acknowledged = 3;
}
