namespace AbuseServerless.Azure.Settings;

/// <summary>A section of settings that is checked at start.</summary>
/// <param name="Name">Its name, such as <c>Nets</c>.</param>
/// <param name="Options">The class that it is bound to.</param>
internal sealed record SettingSection(string Name, Type Options);
