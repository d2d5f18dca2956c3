namespace AbuseServerless.PowerShell.Border;

/// <summary>The module's engine, which lives in a load context of its own. Nothing but types of this assembly and of .NET crosses the border.</summary>
public interface IEngine
{
    /// <summary>Opens an installation, verifying that it can be reached.</summary>
    /// <exception cref="EngineException">It cannot.</exception>
    Task<ISession> OpenAsync(ConnectionTarget target, CancellationToken cancellationToken);
}
