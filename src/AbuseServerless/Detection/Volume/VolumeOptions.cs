using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Detection.Volume;

/// <summary>Settings of the Volume net (section <c>Nets:Volume</c>): what an account sent from unfamiliar networks within an hour and on a day (UTC), compared with its usual volume.</summary>
public sealed class VolumeOptions : IValidatableObject
{
    /// <summary>Watches at 30 messages a day; suspends at 30 messages an hour, 60 a day, and 200 recipients a day.</summary>
    public VolumeOptions()
    {
        MessagesPerHour.Suspend = Threshold.At(30);
        (MessagesPerDay.Watch, MessagesPerDay.Suspend) = (Threshold.At(30), Threshold.At(60));
        RecipientsPerDay.Suspend = Threshold.At(200);
    }

    /// <summary>Messages within an hour of a day: 1 to 60, or off. A minute with logins counts as one.</summary>
    [ValidateObjectMembers]
    public Limits MessagesPerHour { get; } = new();

    /// <summary>Messages of a day: 1 to 256, or off. A minute with logins counts as one.</summary>
    [ValidateObjectMembers]
    public Limits MessagesPerDay { get; } = new();

    /// <summary>Recipients within an hour of a day, from ten messages on: 1 or more, or off. The largest message of each minute counts, and one recipient if the source does not report them.</summary>
    [ValidateObjectMembers]
    public Limits RecipientsPerHour { get; } = new();

    /// <summary>Recipients of a day, from ten messages on: 1 or more, or off. The largest message of each minute counts, and one recipient if the source does not report them.</summary>
    [ValidateObjectMembers]
    public Limits RecipientsPerDay { get; } = new();

    /// <summary>Required multiple of the usual volume per day, 1 to 100. Default: 4.</summary>
    [Range(1, 100)]
    public int TimesUsual { get; set; } = 4;

    /// <summary>By what the thresholds of a suspension are multiplied while the recipients' servers accept the account's mail of that day, 1 to 100. Default: 3; 1 changes nothing. At most 256 messages a day; an hour has 60, so that a threshold above that suspends nobody. Needs delivery events with the account, and the net Outcomes on.</summary>
    [Range(1, 100)]
    public int TimesAccepted { get; set; } = 3;

    /// <summary>Whether a day has a limit, also for mail that is accepted.</summary>
    internal bool LimitsDays => MessagesPerDay.Suspend.IsOn;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
    [
        .. MessagesPerHour.Beyond(1, 60, $"Nets:Volume:{nameof(MessagesPerHour)}", nameof(MessagesPerHour)),
        .. MessagesPerDay.Beyond(1, VolumeEvidence.MaximumMinutes, $"Nets:Volume:{nameof(MessagesPerDay)}", nameof(MessagesPerDay)),
    ];
}
