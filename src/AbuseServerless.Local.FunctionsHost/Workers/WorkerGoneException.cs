namespace AbuseServerless.Local.FunctionsHost.Workers;

/// <summary>The worker ended before it answered. What it was asked to do may be done, half done or not begun.</summary>
public sealed class WorkerGoneException() : Exception("The worker process ended before it answered.");
