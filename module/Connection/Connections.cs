using System.Collections.Immutable;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Connection;

/// <summary>The module's connections: of the process, so that the runspaces of ForEach-Object -Parallel share them.</summary>
internal static class Connections
{
    private static State _state = new([], null);

    /// <summary>All of them, in the order in which they were opened.</summary>
    public static IEnumerable<ISession> All => Now.Open.Select(open => open.Session);

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => All.Select(session => session.Connection.Name);

    /// <summary>What was opened last; null where nothing is open, or where the last attempt failed.</summary>
    public static ISession? Current => Now.Current;

    private static State Now => Volatile.Read(ref _state);

    /// <summary>One by its name, or the current one (null); null where there is none.</summary>
    public static ISession? Find(string? name) => name is null ? Current : All.LastOrDefault(session => Is(session, name));

    /// <summary>
    /// Before an attempt to open one: what it is to take the place of is let go of, and none is current, so that after a failure no command works on another installation than the one that was meant.
    /// </summary>
    /// <param name="name">Its name; null for that which the last one without a name has.</param>
    public static void Make(string? name) => ImmutableInterlocked.Update(ref _state, state => new State(
        state.Open.RemoveAll(open => name is null ? !open.IsNamed : Is(open.Session, name)), null));

    /// <summary>Adds one in place of that of the same name, as the current one.</summary>
    public static void Open(ISession session, bool isNamed) => ImmutableInterlocked.Update(ref _state, state => new State(
        state.Open.RemoveAll(open => Is(open.Session, session.Connection.Name)).Add((session, isNamed)), session));

    /// <summary>Lets go of one by its name, or of all (null).</summary>
    public static void Close(string? name) => ImmutableInterlocked.Update(ref _state, state => new State(
        state.Open.RemoveAll(open => name is null || Is(open.Session, name)), name is null || (state.Current is { } current && Is(current, name)) ? null : state.Current));

    private static bool Is(ISession session, string name) => session.Connection.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private sealed record State(ImmutableList<(ISession Session, bool IsNamed)> Open, ISession? Current);
}
