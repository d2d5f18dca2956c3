using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Portal;

/// <summary>A key of a portal (<c>Portal:Keys:0</c> and so on).</summary>
public sealed class PortalKeyOptions
{
    /// <summary>Whose key it is, for the audit log: 1 to 64 letters, digits, dots, hyphens and underscores; default <c>default</c>. The audit log shows <c>portal:default</c>. While you change a key, two keys may have the same name.</summary>
    [Required]
    [RegularExpression("^[0-9A-Za-z._-]{1,64}$", ErrorMessage = "must be 1 to 64 letters, digits, dots, hyphens and underscores.")]
    public string Name { get; set; } = "default";

    /// <summary>The key that the portal must send with each request, 16 to 256 visible ASCII characters.</summary>
    [Required(ErrorMessage = "must be 16 to 256 visible ASCII characters.")]
    [RegularExpression("^[!-~]{16,256}$", ErrorMessage = "must be 16 to 256 visible ASCII characters.")]
    public string? Key { get; set; }
}
