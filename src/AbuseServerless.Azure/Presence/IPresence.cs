namespace AbuseServerless.Azure.Presence;

/// <summary>What a program knows of itself: a worker something else than a gate.</summary>
public interface IPresence
{
    /// <summary>Adds it to a row.</summary>
    PresenceRow Tell(PresenceRow row);

    /// <summary><c>worker</c> or <c>gate</c>.</summary>
    string Kind { get; }
}
