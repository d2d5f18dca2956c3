namespace AbuseServerless.PowerShell.Boundary;

/// <summary>A fault of the engine. Its message holds no key.</summary>
/// <param name="fault">What kind.</param>
/// <param name="message">A sentence or two.</param>
/// <param name="innerException">What caused it.</param>
public sealed class EngineException(EngineFault fault, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What kind of fault it is.</summary>
    public EngineFault Fault { get; } = fault;
}
