namespace AbuseServerless.Gate.Spool;

/// <summary>Events that go to disk in one write, and the task that tells their senders how it went.</summary>
internal sealed class SpoolBatch
{
    private const int UsualBytes = 64 * 1024;

    // Continuations run elsewhere: the writer must not run its callers' code.
    private TaskCompletionSource<bool> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _frames = new byte[UsualBytes];
    private int _length;

    /// <summary>Events in it.</summary>
    public int Count { get; private set; }

    /// <summary>The frames, still without checksums.</summary>
    public Span<byte> Frames => _frames.AsSpan(0, _length);

    /// <summary>Whether all of them are with the operating system.</summary>
    public Task<bool> Written => _written.Task;

    public void Add(byte bucket, ReadOnlySpan<byte> body)
    {
        var needed = _length + SpoolFrame.Overhead + body.Length;
        if (needed > _frames.Length)
        {
            Array.Resize(ref _frames, Math.Max(needed, _frames.Length * 2));
        }

        _length += SpoolFrame.Write(_frames.AsSpan(_length), bucket, body);
        Count++;
    }

    /// <summary>Tells the senders, and begins anew.</summary>
    public void Complete(bool written)
    {
        var waiting = _written;
        _written = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _length = 0;
        Count = 0;
        if (_frames.Length > UsualBytes * 16)
        {
            _frames = new byte[UsualBytes];
        }

        waiting.SetResult(written);
    }
}
