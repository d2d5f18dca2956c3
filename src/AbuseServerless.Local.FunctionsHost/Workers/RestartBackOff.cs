namespace AbuseServerless.Local.FunctionsHost.Workers;

/// <summary>The pause before a worker is started again: none after a first crash, doubling while it keeps crashing young.</summary>
internal sealed class RestartBackOff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Maximum = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(30);

    private int _crashes;

    /// <summary>The pause after a crash.</summary>
    /// <param name="lifetime">How long the worker had served; zero where it did not start.</param>
    public TimeSpan After(TimeSpan lifetime)
    {
        if (lifetime >= Healthy)
        {
            _crashes = 0;
        }

        _crashes++;
        if (_crashes == 1 && lifetime > TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        var pause = First * Math.Pow(2, Math.Min(_crashes - 1, 10));
        return pause < Maximum ? pause : Maximum;
    }
}
