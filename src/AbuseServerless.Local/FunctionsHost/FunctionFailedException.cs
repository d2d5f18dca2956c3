using AbuseServerless.Local.FunctionsHost.Rpc;

namespace AbuseServerless.Local.FunctionsHost;

/// <summary>A function that was run on demand failed.</summary>
internal sealed class FunctionFailedException(string function, StatusResult result)
    : Exception($"{function} failed: {result.Exception?.Message ?? result.Status.ToString()}{Environment.NewLine}{result.Exception?.StackTrace}");
