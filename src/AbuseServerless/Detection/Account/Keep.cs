namespace AbuseServerless.Detection.Account;

/// <summary>What is remembered of sightings beside places, because a net needs it.</summary>
[Flags]
public enum Keep
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The distinct addresses of each slot.</summary>
    Addresses = 1,

    /// <summary>The numbers of AUTHs and recipients of each slot.</summary>
    Counts = 2,
}
