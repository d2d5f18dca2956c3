using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Deliveries;

/// <summary>Settings for counting deliveries (section <c>Deliveries</c>).</summary>
public sealed class DeliveriesOptions : IValidatableObject
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Deliveries";

    /// <summary>Domains without a known provider that are counted by name, per day and partition of the event hub: 0 to 10,000. Deliveries to further domains count as other. Default: 500.</summary>
    [Range(0, 10_000)]
    public int MaximumDomains { get; set; } = 500;

    /// <summary>File of your own providers, which take precedence over the built-in ones (docs/deliveries.md). Empty (default): none.</summary>
    public string ProvidersFile { get; set; } = "";

    /// <summary>File of your own rules for replies, which take precedence over the built-in ones (docs/deliveries.md). Empty (default): none.</summary>
    public string RulesFile { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Problem(ProvidersFile, static file => new ProviderTable(file)) is { } providers)
        {
            yield return new($"{Section}:{nameof(ProvidersFile)} cannot be used: {providers}", [nameof(ProvidersFile)]);
        }

        if (Problem(RulesFile, static file => new ReplyClassifier(file)) is { } rules)
        {
            yield return new($"{Section}:{nameof(RulesFile)} cannot be used: {rules}", [nameof(RulesFile)]);
        }
    }

    // What comes with the program is right, and expressions of replies take 81 MB of the heap: a worker that counts no deliveries makes none.
    private static string? Problem(string file, Func<string, object> read)
    {
        try
        {
            if (!string.IsNullOrEmpty(file))
            {
                read(file);
            }

            return null;
        }
        catch (DeliveryFileException e)
        {
            return e.Message;
        }
    }
}
