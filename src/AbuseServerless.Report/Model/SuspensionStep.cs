using AbuseServerless.Suspensions;

namespace AbuseServerless.Report.Model;

/// <summary>What was done about a suspension.</summary>
/// <param name="Step">What it was.</param>
/// <param name="Time">When.</param>
/// <param name="By">Who did it.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record SuspensionStep(SuspensionStepKind Step, DateTimeOffset Time, string By, string Reason)
{
    internal static IReadOnlyList<SuspensionStep> Of(Suspension suspension)
    {
        (SuspensionStepKind Step, SuspensionAct? Act)[] acts =
        [
            (SuspensionStepKind.Suspended, suspension.Suspended),
            (SuspensionStepKind.Judged, suspension.Judged),
            (SuspensionStepKind.PasswordChanged, suspension.Recovered),
            (SuspensionStepKind.Ended, suspension.Ended),
        ];
        return
        [
            .. acts
                .Where(done => done.Act is not null)
                .Select(done => new SuspensionStep(done.Step, done.Act!.Time, done.Act.By, done.Act.Reason))
                .OrderBy(step => step.Time)
                .ThenBy(step => step.Step),
        ];
    }
}

/// <summary>Kinds of <see cref="SuspensionStep"/>.</summary>
public enum SuspensionStepKind
{
    /// <summary>A net or an operator suspended the account, or a late decision was recorded.</summary>
    Suspended,

    /// <summary>An operator judged it.</summary>
    Judged,

    /// <summary>The owner changed the password.</summary>
    PasswordChanged,

    /// <summary>It was lifted, or its time was over.</summary>
    Ended,
}
