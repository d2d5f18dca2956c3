namespace AbuseServerless.StorageLimits;

/// <summary>Lets so many rows a second through, a second's worth at once. What is known only behind a request may leave a debt.</summary>
internal sealed class RateBucket(double rate, TimeProvider time)
{
    private readonly double _rate = rate;
    private double _rows = rate;
    private long _filled = time.GetTimestamp();
    private long _second;
    private int _inSecond;

    /// <summary>The most rows of one second.</summary>
    public int Busiest { get; private set; }

    /// <summary>How long until a request is let through; zero: now.</summary>
    public TimeSpan Wait()
    {
        var now = time.GetTimestamp();
        _rows = Math.Min(_rate, _rows + (time.GetElapsedTime(_filled, now).TotalSeconds * _rate));
        _filled = now;
        return _rows > 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - _rows) / _rate);
    }

    /// <summary>Takes rows.</summary>
    public void Take(int rows)
    {
        _rows -= rows;
        var second = time.GetTimestamp() / time.TimestampFrequency;
        _inSecond = second == _second ? _inSecond + rows : rows;
        _second = second;
        Busiest = Math.Max(Busiest, _inSecond);
    }
}
