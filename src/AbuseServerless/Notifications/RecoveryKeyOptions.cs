using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Notifications;

/// <summary>A key of the links (<c>Notifications:Mail:RecoveryLink:Keys:0</c> and so on). The first one signs, all are accepted.</summary>
public sealed class RecoveryKeyOptions
{
    /// <summary>Number of the key, 1 to 255, each once; default 1. It is in each link, so that links keep working after a new key was put before the old one.</summary>
    [Range(1, 255)]
    public int Version { get; set; } = 1;

    /// <summary>The secret, 32 to 256 visible ASCII characters.</summary>
    [Required(ErrorMessage = "must be 32 to 256 visible ASCII characters.")]
    [RegularExpression("^[!-~]{32,256}$", ErrorMessage = "must be 32 to 256 visible ASCII characters.")]
    public string? Key { get; set; }
}
