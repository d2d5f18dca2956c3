namespace AbuseServerless.PowerShell.Boundary;

/// <summary>What kind of fault an <see cref="EngineException"/> is.</summary>
public enum EngineFault
{
    /// <summary>A service was not reached, timed out, throttled or is out of order.</summary>
    Unavailable,

    /// <summary>The identity or key may not do this.</summary>
    Denied,

    /// <summary>The account, namespace, hub or table does not exist.</summary>
    NotFound,

    /// <summary>The request itself was refused.</summary>
    Refused,

    /// <summary>No local runtime is running.</summary>
    NoLocalRuntime,

    /// <summary>The connection knows no event hub.</summary>
    NoEventHub,

    /// <summary>What was given as an address or a connection string is none.</summary>
    BadAddress,

    /// <summary>What was given as an account is no login name.</summary>
    BadAccount,

    /// <summary>What was given as a time zone is none that is known here.</summary>
    BadTimeZone,

    /// <summary>There is no geolocation database, or it cannot be used.</summary>
    NoGeolocation,

    /// <summary>What was given as a duration is none.</summary>
    BadDuration,

    /// <summary>A file cannot be read.</summary>
    BadFile,

    /// <summary>What was given as the kind of a log is none, or its file of patterns cannot be used.</summary>
    BadLogFormat,

    /// <summary>Nothing in a log was recognised.</summary>
    NotRecognised,

    /// <summary>A threshold or window is out of range.</summary>
    BadGrid,

    /// <summary>What was given as a setting of the nets is none, or its value is wrong.</summary>
    BadSetting,

    /// <summary>What was given as an account, network, country or autonomous system to exempt is none.</summary>
    BadExemption,

    /// <summary>What was given as a plan, a limit, an answer, or as whom a plan is for is none.</summary>
    BadPlan,

    /// <summary>A file that an import is to be gone on from is none, or in use.</summary>
    BadResumeFile,

    /// <summary>A file is no whole backup.</summary>
    BadBackup,

    /// <summary>A file cannot be written.</summary>
    FileNotWritten,
}
