namespace AbuseServerless.Azure.Storage;

/// <summary>What kind of fault Table Storage or Event Hubs answered with.</summary>
public enum StorageFault
{
    /// <summary>Not reached, timed out, throttled or out of order: trying again later may help.</summary>
    Unavailable,

    /// <summary>The identity or key may not do this.</summary>
    Denied,

    /// <summary>The account, namespace, hub or table does not exist.</summary>
    NotFound,

    /// <summary>The request itself was refused: an error of this program or of its settings.</summary>
    Refused,

    /// <summary>The row was answered and cannot be read: edited by hand, damaged, or of a later version.</summary>
    Unreadable,
}
