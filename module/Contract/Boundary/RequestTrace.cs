namespace AbuseServerless.PowerShell.Boundary;

/// <summary>Passes a line about each request from the engine to the listener (-Verbose).</summary>
public static class RequestTrace
{
    private static readonly AsyncLocal<Action<string>?> Listener = new();

    /// <summary>Listens to requests that start before the result is disposed.</summary>
    /// <param name="listener">Called on any thread.</param>
    public static IDisposable Listen(Action<string> listener)
    {
        var before = Listener.Value;
        Listener.Value = listener;
        return new Restore(before);
    }

    /// <summary>Whether there is a listener.</summary>
    public static bool IsEnabled => Listener.Value is not null;

    /// <summary>Reports a request.</summary>
    /// <param name="note">One line; no key in it.</param>
    public static void Write(string note) => Listener.Value?.Invoke(note);

    private sealed class Restore(Action<string>? before) : IDisposable
    {
        public void Dispose() => Listener.Value = before;
    }
}
