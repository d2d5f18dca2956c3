namespace AbuseServerless.Local.FunctionsHost.Checkpointing;

/// <summary>Where reading goes on after the storage lost what it had acknowledged.</summary>
public enum RewindTo
{
    /// <summary>At what the storage has kept for certain: tables on disk.</summary>
    Durable,

    /// <summary>At the oldest event that the hub still has: tables in memory.</summary>
    Beginning,
}
