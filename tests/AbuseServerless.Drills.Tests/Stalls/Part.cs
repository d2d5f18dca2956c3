namespace AbuseServerless.Drills.Tests.Stalls;

/// <summary>A part of the local runtime that stands still.</summary>
public enum Part
{
    /// <summary>Azurite.</summary>
    Storage,

    /// <summary>The process with the event hubs, the host of the functions, and what watches over the others.</summary>
    Hub,

    /// <summary>The process of the functions.</summary>
    Worker,
}
