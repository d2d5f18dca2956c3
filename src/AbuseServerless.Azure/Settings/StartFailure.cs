using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Settings;

/// <summary>Why a program does not start.</summary>
public static class StartFailure
{
    /// <summary>What is wrong with the settings, in one line; null where something else failed.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        OptionsValidationException wrong => string.Join(' ', wrong.Failures),
        // One from each section that is wrong.
        AggregateException all when all.InnerExceptions.All(inner => inner is OptionsValidationException or InvalidOperationException) =>
            string.Join(' ', all.InnerExceptions.Select(Explain).Distinct()),
        InvalidOperationException => exception.InnerException is { } inner ? $"{exception.Message} {inner.Message}" : exception.Message,
        _ => null,
    };
}
