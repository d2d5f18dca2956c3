using AbuseServerless.Detection;

namespace AbuseServerless.Thresholds.Trials;

/// <summary>Settings of the nets that are tried.</summary>
/// <param name="Name">What is set otherwise than by default, such as <c>Nets:Volume:MessagesPerDay:Suspend=40</c>; or a word for the defaults.</param>
/// <param name="Detector">The nets, set so.</param>
public sealed record RuleTrial(string Name, Detector Detector);
