using AbuseServerless.Local.FunctionsHost.Rpc;

namespace AbuseServerless.Local.FunctionsHost;

/// <summary>A function that was run on demand failed.</summary>
public sealed class FunctionFailedException : Exception
{
    internal FunctionFailedException(string function, StatusResult result)
        : base($"{function} failed: {result.Exception?.Message ?? result.Status.ToString()}{Environment.NewLine}{result.Exception?.StackTrace}")
    {
    }
}
