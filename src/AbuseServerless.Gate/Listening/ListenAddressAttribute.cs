using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Gate.Listening;

/// <summary>A setting that <see cref="ListenAddress"/> can read.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ListenAddressAttribute : ValidationAttribute
{
    /// <summary>Whether an empty text stands for nowhere.</summary>
    public bool AllowEmpty { get; set; }

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is string text && ((AllowEmpty && text.Length == 0) || ListenAddress.TryParse(text, out _));

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) =>
        $"The field {name} must be an address and port such as 127.0.0.1:8481 or [::1]:8481, or unix: and the absolute path of a socket (107 bytes at most).";
}
