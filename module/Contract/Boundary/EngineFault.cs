namespace AbuseServerless.PowerShell.Boundary;

/// <summary>What kind of fault an <see cref="EngineException"/> is.</summary>
public enum EngineFault
{
    /// <summary>A service could not be reached, timed out, throttled or failed.</summary>
    Unavailable,

    /// <summary>The identity or key may not do this.</summary>
    Denied,

    /// <summary>The account, namespace, hub or table does not exist.</summary>
    NotFound,

    /// <summary>The request itself was refused.</summary>
    Refused,

    /// <summary>The row of one account cannot be read.</summary>
    UnreadableRow,

    /// <summary>No local runtime is running.</summary>
    NoLocalRuntime,

    /// <summary>The connection has no event hub.</summary>
    NoEventHub,

    /// <summary>The address or connection string is not valid.</summary>
    BadAddress,

    /// <summary>The account is not a valid login name.</summary>
    BadAccount,

    /// <summary>The time zone is not known on this machine.</summary>
    BadTimeZone,

    /// <summary>There is no geolocation database, or it cannot be used.</summary>
    NoGeolocation,

    /// <summary>The duration is not valid.</summary>
    BadDuration,

    /// <summary>A file cannot be read.</summary>
    BadFile,

    /// <summary>The log format does not exist, or its file of patterns cannot be used.</summary>
    BadLogFormat,

    /// <summary>Nothing in a log was recognised.</summary>
    NotRecognised,

    /// <summary>A threshold or window is out of range.</summary>
    BadGrid,

    /// <summary>A net setting does not exist, or its value is wrong.</summary>
    BadSetting,

    /// <summary>The account, network, country or autonomous system to exempt is not valid.</summary>
    BadExemption,

    /// <summary>The account, the domain or a country of an allowance is not valid.</summary>
    BadAllowance,

    /// <summary>A plan, a limit, an answer, or whom a plan is for is not valid.</summary>
    BadPlan,

    /// <summary>A file does not hold the state of an import, or is in use.</summary>
    BadResumeFile,

    /// <summary>A file is not a complete backup.</summary>
    BadBackup,

    /// <summary>A file cannot be written.</summary>
    FileNotWritten,
}
