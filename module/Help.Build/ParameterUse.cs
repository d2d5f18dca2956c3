namespace AbuseServerless.PowerShell.Help;

/// <summary>How a parameter is used in a set.</summary>
/// <param name="IsMandatory">Whether it must be given.</param>
/// <param name="Position">Its position, from 0; null where it is named.</param>
/// <param name="ByValue">Whether objects of the pipeline are its values.</param>
/// <param name="ByPropertyName">Whether their properties of its name are.</param>
internal sealed record ParameterUse(bool IsMandatory, int? Position, bool ByValue, bool ByPropertyName)
{
    /// <summary>As help tells it.</summary>
    public string Pipeline => (ByValue, ByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
