namespace AbuseServerless;

/// <summary>Ends what takes too long by the given clock, and what somebody else ends.</summary>
public sealed class TimeLimit : CancellationTokenSource
{
    private readonly CancellationTokenRegistration _registration;

    /// <summary>Begins it.</summary>
    /// <param name="longest">How long it may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it before.</param>
    public TimeLimit(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
        : base(longest, time) => _registration = cancellationToken.UnsafeRegister(static self => ((TimeLimit)self!).Cancel(), this);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _registration.Dispose();
        }

        base.Dispose(disposing);
    }
}
